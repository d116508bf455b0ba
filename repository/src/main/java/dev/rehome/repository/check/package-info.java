/**
 * Says whether a repository is what it should be, and names everything that is not. It trusts
 * nothing that another part of this program has loaded before.
 */
@NullMarked
package dev.rehome.repository.check;

import org.jspecify.annotations.NullMarked;
