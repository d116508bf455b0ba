package dev.rehome.backup;

import dev.rehome.database.Fence;
import dev.rehome.host.StackHosts;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.process.Secret;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Backups in a repository. */
public record RepositoryBackups(StackRepository repository, BackupTaking taking)
    implements Backups {
  @Override
  public SavedBackup take(
      BackupId id,
      Source source,
      BackupDocument.Kind kind,
      Optional<String> revision,
      Map<String, Fence> fences,
      BackupTaking.Dumping dumping,
      Supplier<Map<String, ManagedSnapshot>> managed) {
    return taking.take(id, source, kind, revision, fences, dumping, managed);
  }

  @Override
  public SavedBackup backup(BackupId id) {
    return repository.backup(id);
  }

  @Override
  public Optional<SavedBackup> taken(BackupId id) {
    return repository.taken(id);
  }

  @Override
  public Id tree(SavedBackup backup, String place) {
    return Subtrees.folder(repository.repository().blobs(), backup.tree(), place);
  }

  @Override
  public FileStores files(StackHosts hosts, Meter meter) {
    return new StackFiles(repository, hosts, meter);
  }

  @Override
  public void keep(String key, String value, Map<String, byte[]> files) {
    repository.save(key, value, files);
  }

  @Override
  public Optional<byte[]> kept(String key, String value, String file) {
    List<Snapshots.Saved> all = repository.tagged(key, value);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(repository.read(all.getLast().snapshot().tree(), file));
  }

  @Override
  public Map<String, String> fingerprints(Map<String, Secret> secrets) {
    return repository.fingerprints(secrets);
  }

  @Override
  public String location() {
    return repository.repository().backend().location();
  }

  @Override
  public Optional<Path> folder() {
    return repository.repository().backend().folder();
  }
}
