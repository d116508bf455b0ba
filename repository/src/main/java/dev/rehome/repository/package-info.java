/**
 * A backup repository in restic's format: opening it, its keys and locks, and the blobs, snapshots
 * and index files in it.
 *
 * <p>Everything that a stack's state consists of goes through here, and restic can read every byte
 * of it. The packages beside this one hold what is done with a repository: {@code backup}, {@code
 * restore}, {@code comparison}, {@code check}, {@code retention}. Nothing in here knows of stacks.
 */
@NullMarked
package dev.rehome.repository;

import org.jspecify.annotations.NullMarked;
