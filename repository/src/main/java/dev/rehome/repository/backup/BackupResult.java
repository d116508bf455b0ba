package dev.rehome.repository.backup;

import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.SnapshotSummary;
import dev.rehome.repository.progress.Progress;

/**
 * A finished backup.
 *
 * @param problems how many files were not backed up as they should have been
 */
public record BackupResult(
    Id snapshot, Id tree, SnapshotSummary summary, long problems, Progress progress) {}
