/**
 * What builds and destroys a stack from a revision. The leaves are {@code .terraform} and {@code
 * .commands}; {@code .git} brings revisions.
 */
@NullMarked
package dev.rehome.infrastructure;

import org.jspecify.annotations.NullMarked;
