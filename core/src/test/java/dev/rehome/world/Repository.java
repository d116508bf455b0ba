package dev.rehome.world;

import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.proof.Proof;
import dev.rehome.repository.format.Id;
import dev.rehome.run.RunId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the repository holds. */
public final class Repository {
  static final String BUCKET = "rehome-backups";
  final Map<BackupId, SavedBackup> backups = new LinkedHashMap<>();

  /** What is in the backups: databases by backup and key, files by their tree. */
  final Map<String, Content> dumps = new HashMap<>();

  final Map<Id, Map<String, String>> trees = new HashMap<>();
  final Map<BackupId, Proof> proofs = new HashMap<>();
  final Map<String, byte[]> kept = new HashMap<>();

  /** Copies of journals, by the number of the lock under which they were put. */
  final Map<RunId, TreeMap<Long, byte[]>> journals = new LinkedHashMap<>();

  public final Lock lock;
  boolean down;

  Repository(World world) {
    this.lock = new Lock(world);
  }
}
