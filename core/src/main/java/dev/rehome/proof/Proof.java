package dev.rehome.proof;

import dev.rehome.backup.BackupId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The evidence that a backup was restored elsewhere and came out equal.
 *
 * @param inventory the SHA-256 of the inventory that was compared with
 * @param seconds how long it took
 */
public record Proof(
    int version,
    BackupId backup,
    String stack,
    Instant at,
    String by,
    String inventory,
    List<DatabaseProof> databases,
    FilesProof files,
    ReaderProof reader,
    double seconds) {
  public static final int VERSION = 2;

  /** As it is stored, also by earlier versions of the program. */
  public static Proof read(String json) {
    return ProofReading.read(json);
  }

  /** A database that was loaded into a scratch server; how much was compared, and found equal. */
  public record DatabaseProof(
      String key,
      String restoredOn,
      long tables,
      long rows,
      long sequences,
      long schemaEntries,
      List<String> notCompared) {}

  /** Files that were read back, every byte against its hash. */
  public record FilesProof(long files, long bytes, Optional<ImagesProof> images) {}

  /**
   * Images.
   *
   * @param stored how many are in the backup and were read back, layer by layer
   * @param pulled how many their registries gave out when the backup was made
   */
  public record ImagesProof(int stored, int pulled) {}

  /**
   * An independent reader of the repository.
   *
   * @param program its name and version
   */
  public record ReaderProof(String program, ReaderOutcome outcome) {}

  public Proof {
    databases = List.copyOf(databases);
  }
}
