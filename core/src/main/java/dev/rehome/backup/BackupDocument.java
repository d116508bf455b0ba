package dev.rehome.backup;

import dev.rehome.files.FileSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /backup.json}: what a backup is of, and where in its snapshot each part lies. */
public record BackupDocument(
    int version,
    BackupId id,
    String stack,
    Kind kind,
    Instant began,
    Optional<String> revision,
    List<DatabasePart> databases,
    List<FilesPart> files) {
  public static final int VERSION = 1;

  /** When it was made. */
  public enum Kind {
    /** By {@code rehome backup}. */
    SINGLE,
    /** While the stack served. */
    STAGED,
    /** After writers were stopped. */
    FINAL
  }

  /**
   * A dump in pg_dump's directory format.
   *
   * @param place its folder in the snapshot
   */
  public record DatabasePart(String key, String name, String user, String place) {}

  /**
   * Files, under their full paths.
   *
   * @param place the folder in the snapshot that the paths begin in
   */
  public record FilesPart(FileSet set, String place, long files, long bytes) {}

  public BackupDocument {
    databases = List.copyOf(databases);
    files = List.copyOf(files);
  }

  public long fileCount() {
    return files.stream().mapToLong(FilesPart::files).sum();
  }

  public long fileBytes() {
    return files.stream().mapToLong(FilesPart::bytes).sum();
  }
}
