package dev.rehome.proof;

import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Proves backups, and remembers which are proven. */
public interface Proving {
  /**
   * Restores every database of the backup into a scratch server, compares, reads all files back,
   * and keeps the proof beside the backup. The servers stay in the folder until they are discarded.
   */
  ProvenBackup prove(SavedBackup backup, Path scratchFolder);

  /**
   * The scratch server's database, which has the rows of a backup. It is loaded again if it is
   * gone, or if one of these tables no longer holds what was saved: such a server is not made to
   * last.
   *
   * @param tables as they were saved
   */
  Database copy(SavedBackup backup, String key, List<Inventory.Table> tables, Path scratchFolder);

  /** The newest proof of the backup, checked again to be of it. */
  Optional<ProvenBackup> recall(SavedBackup backup);
}
