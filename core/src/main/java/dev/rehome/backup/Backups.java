package dev.rehome.backup;

import dev.rehome.database.Fence;
import dev.rehome.host.StackHosts;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.process.Secret;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A stack's backups, and what is kept beside them, as a run uses them. */
public interface Backups {
  /**
   * Makes one.
   *
   * @param fences by the databases' keys; the inventory tells what is so without them
   * @param dumping how a database is dumped
   * @param managed by the databases' keys, what the provider is making meanwhile; waited for last
   */
  SavedBackup take(
      BackupId id,
      Source source,
      BackupDocument.Kind kind,
      Optional<String> revision,
      Map<String, Fence> fences,
      BackupTaking.Dumping dumping,
      Supplier<Map<String, ManagedSnapshot>> managed);

  SavedBackup backup(BackupId id);

  /** The same, if it was ever made. */
  Optional<SavedBackup> taken(BackupId id);

  /** The tree of one part of a backup. */
  Id tree(SavedBackup backup, String place);

  /** Whoever moves the files of the stack's machines into backups and back. */
  FileStores files(StackHosts hosts, Meter meter);

  /** Keeps small files, by name, under {@code KEY=VALUE}. */
  void keep(String key, String value, Map<String, byte[]> files);

  /** The newest file of this name that was kept under {@code KEY=VALUE}. */
  Optional<byte[]> kept(String key, String value, String file);

  /** Fingerprints of secrets, which tell nothing to whoever has not the repository's key. */
  Map<String, String> fingerprints(Map<String, Secret> secrets);

  /** Where they are, as an operator would write it. */
  String location();

  /** The folder of this machine that they are in, if they are in one. */
  Optional<Path> folder();
}
