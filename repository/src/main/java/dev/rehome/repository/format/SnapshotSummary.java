package dev.rehome.repository.format;

/**
 * What a backup found and stored, as restic keeps it in a snapshot.
 *
 * @param added plain bytes of blobs that were new
 * @param addedPacked the same as they were stored, compressed and sealed
 * @param bytes of all files
 */
public record SnapshotSummary(
    GoTime start,
    GoTime end,
    long filesNew,
    long filesChanged,
    long filesUnmodified,
    long directoriesNew,
    long directoriesChanged,
    long directoriesUnmodified,
    long dataBlobs,
    long treeBlobs,
    long added,
    long addedPacked,
    long files,
    long bytes) {
  public String json() {
    byte[] json =
        new JsonWriter()
            .open('{')
            .field("backup_start", start.toString())
            .field("backup_end", end.toString())
            .field("files_new", filesNew)
            .field("files_changed", filesChanged)
            .field("files_unmodified", filesUnmodified)
            .field("dirs_new", directoriesNew)
            .field("dirs_changed", directoriesChanged)
            .field("dirs_unmodified", directoriesUnmodified)
            .field("data_blobs", dataBlobs)
            .field("tree_blobs", treeBlobs)
            .field("data_added", added)
            .field("data_added_packed", addedPacked)
            .field("total_files_processed", files)
            .field("total_bytes_processed", bytes)
            .close('}')
            .bytes();
    return new String(json, java.nio.charset.StandardCharsets.UTF_8);
  }
}
