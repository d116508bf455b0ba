package dev.rehome.repository.restore;

import dev.rehome.repository.filesystem.PathPatterns;

/**
 * How to restore.
 *
 * @param include paths in the snapshot to restore with all below them; none means everything
 * @param replace whether a file, link or empty folder that stands where the snapshot has another
 *     type is removed
 */
public record RestoreOptions(PathPatterns include, boolean replace) {
  public static final RestoreOptions ALL = new RestoreOptions(PathPatterns.NONE, false);
}
