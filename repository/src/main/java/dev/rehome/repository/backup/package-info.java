/**
 * Storing files and streams in a repository: one walker finds what is there and what changed since
 * the last snapshot, workers read, cut and store file contents, and a directory's tree is stored
 * when its last entry is.
 */
@NullMarked
package dev.rehome.repository.backup;

import org.jspecify.annotations.NullMarked;
