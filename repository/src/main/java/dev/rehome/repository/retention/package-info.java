/** Letting go of snapshots that nobody needs any more, and of the data that only they needed. */
@NullMarked
package dev.rehome.repository.retention;

import org.jspecify.annotations.NullMarked;
