package dev.rehome.proof;

import dev.rehome.backup.BackupId;

/**
 * Leave to destroy a stack: what can be shown for it is a proven backup, and that everything the
 * decision rests on was looked at again. Good for one use, now; it is never stored.
 */
public final class DestroyPermit {
  private final BackupId backup;

  DestroyPermit(BackupId backup) {
    this.backup = backup;
  }

  /** The backup that all can be rebuilt from. */
  public BackupId backup() {
    return backup;
  }
}
