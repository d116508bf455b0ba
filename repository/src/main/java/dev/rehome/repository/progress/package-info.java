/** How far a long operation is, as values that a display reads whenever it likes. */
@NullMarked
package dev.rehome.repository.progress;

import org.jspecify.annotations.NullMarked;
