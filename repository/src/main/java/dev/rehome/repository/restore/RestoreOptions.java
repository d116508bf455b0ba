package dev.rehome.repository.restore;

import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.filesystem.PathPatterns;

/**
 * How to restore.
 *
 * @param include paths in the snapshot to restore with all below them; none means everything
 * @param replace whether a file, link or empty folder that stands where the snapshot has another
 *     type is removed
 * @param owners whose the files are here
 * @param trusting whether a file of the right size and time counts as right without being read; for
 *     whoever compares everything afterwards
 */
public record RestoreOptions(
    PathPatterns include, boolean replace, Owners owners, boolean trusting) {
  public static final RestoreOptions ALL = new RestoreOptions(PathPatterns.NONE, false);

  /** With the owners' numbers as they were stored. */
  public RestoreOptions(PathPatterns include, boolean replace) {
    this(include, replace, Owners.AS_STORED, false);
  }
}
