package dev.rehome.repository.backup;

import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.format.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a backup is to be recorded.
 *
 * @param hostname recorded in the snapshot; this machine's unless given
 * @param time recorded in the snapshot; now unless given
 * @param before the tree to compare paths with; that of the newest snapshot of the same paths
 *     unless given
 */
public record BackupOptions(
    List<String> tags,
    Optional<String> hostname,
    Optional<Instant> time,
    PathPatterns exclusion,
    Optional<Id> before) {
  public static final BackupOptions PLAIN =
      new BackupOptions(List.of(), Optional.empty(), Optional.empty(), PathPatterns.NONE);

  public BackupOptions(
      List<String> tags,
      Optional<String> hostname,
      Optional<Instant> time,
      PathPatterns exclusion) {
    this(tags, hostname, time, exclusion, Optional.empty());
  }

  public BackupOptions {
    tags = List.copyOf(tags);
  }
}
