/**
 * Where a repository's files are kept: one small port, and what every implementation promises.
 *
 * <p>A backend knows names and bytes. What the bytes mean, and that they are encrypted, is the
 * business of the layers above.
 */
@NullMarked
package dev.rehome.repository.backend;

import org.jspecify.annotations.NullMarked;
