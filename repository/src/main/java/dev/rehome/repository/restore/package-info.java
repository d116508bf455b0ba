/**
 * Bringing files back as a difference: what is on the target and right stays, everything else is
 * written, and nothing is written or left that does not have the hash that it should have.
 */
@NullMarked
package dev.rehome.repository.restore;

import org.jspecify.annotations.NullMarked;
