/**
 * A cloud on this machine: it speaks the parts of Google's APIs that their official clients need,
 * keeps what it is given in a folder, and can be told to fail. Knows nothing of stacks and backups.
 */
@NullMarked
package dev.rehome.localcloud;

import org.jspecify.annotations.NullMarked;
