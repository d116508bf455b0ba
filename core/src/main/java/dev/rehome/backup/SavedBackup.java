package dev.rehome.backup;

import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Snapshot;

/** A backup in the repository. */
public record SavedBackup(
    Id snapshotId, Snapshot snapshot, BackupDocument document, StackInventory inventory) {
  public BackupId id() {
    return document.id();
  }

  public Id tree() {
    return snapshot.tree();
  }
}
