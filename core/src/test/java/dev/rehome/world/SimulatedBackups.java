package dev.rehome.world;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.BackupId;
import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.Backups;
import dev.rehome.backup.FileStores;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Source;
import dev.rehome.backup.StackInventory;
import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.files.FileSet;
import dev.rehome.host.StackHosts;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.process.Secret;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Snapshot;
import dev.rehome.repository.progress.Meter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Backups in memory: there when all of one is there. */
public final class SimulatedBackups implements Backups {
  private final Invocation by;
  private final World world;
  private final Repository repository;

  public SimulatedBackups(Invocation by) {
    this.by = by;
    this.world = by.world;
    this.repository = world.repository;
  }

  private <T> T call(String what, Supplier<T> act) {
    return by.call(
        "Backups." + what,
        Trouble.REPOSITORY,
        () -> {
          if (repository.down) {
            throw Trouble.REPOSITORY.of(what);
          }
          return act.get();
        });
  }

  private static Id id(String text) {
    return Id.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public SavedBackup take(
      BackupId id,
      Source source,
      BackupDocument.Kind kind,
      Optional<String> revision,
      Map<String, Fence> fences,
      BackupTaking.Dumping dumping,
      Supplier<Map<String, ManagedSnapshot>> managed) {
    Instant began = world.instant();
    var databases = new ArrayList<DatabasePart>();
    var inventories = new TreeMap<String, Inventory>();
    var contents = new HashMap<String, Content>();
    for (Database database : source.databases()) {
      String key = database.endpoint().key();
      try (Moment moment = database.freeze()) {
        Inventory inventory = database.inventory(moment);
        Fence fence = fences.get(key);
        inventories.put(key, fence == null ? inventory : inventory.without(fence));
        contents.put(key, ((SimulatedDatabase) database).dumped(moment));
      }
      databases.add(
          new DatabasePart(
              key,
              database.endpoint().name(),
              database.endpoint().user().user(),
              "databases/" + key,
              Optional.empty()));
    }
    var files = new ArrayList<FilesPart>();
    var trees = new HashMap<Id, Map<String, String>>();
    for (FileSet set : source.files()) {
      var store = new SimulatedFiles(by);
      Map<String, String> content = store.content(set);
      String place = "files/here/" + files.size();
      files.add(
          new FilesPart(
              set, place, content.size(), content.size(), Optional.of(store.identity(set))));
      trees.put(id(id + place), content);
    }
    Map<String, ManagedSnapshot> unused = managed.get();
    if (!unused.isEmpty()) {
      throw new IllegalStateException("the world has no managed servers");
    }
    var document =
        new BackupDocument(
            BackupDocument.VERSION, id, "shop", kind, began, revision, databases, files, List.of());
    var saved =
        new SavedBackup(
            id("snapshot " + id),
            snapshot(id),
            document,
            new StackInventory(StackInventory.VERSION, inventories, Map.of()));
    return call(
        "take",
        () -> {
          contents.forEach((key, content) -> repository.dumps.put(id + " " + key, content));
          repository.trees.putAll(trees);
          repository.backups.put(id, saved);
          return saved;
        });
  }

  private Snapshot snapshot(BackupId id) {
    return new Snapshot(
        GoTime.local(world.instant()),
        Optional.empty(),
        id("tree " + id),
        List.of(),
        "",
        "",
        0,
        0,
        List.of(),
        List.of(),
        Optional.empty(),
        "",
        Optional.empty());
  }

  @Override
  public SavedBackup backup(BackupId id) {
    return call(
        "backup",
        () -> {
          SavedBackup backup = repository.backups.get(id);
          if (backup == null) {
            throw RepositoryFailure.damaged("there is no backup " + id);
          }
          return backup;
        });
  }

  @Override
  public Optional<SavedBackup> taken(BackupId id) {
    return call("taken", () -> Optional.ofNullable(repository.backups.get(id)));
  }

  @Override
  public Id tree(SavedBackup backup, String place) {
    return id(backup.id() + place);
  }

  @Override
  public FileStores files(StackHosts hosts, Meter meter) {
    return new SimulatedFiles(by);
  }

  @Override
  public void keep(String key, String value, Map<String, byte[]> files) {
    call(
        "keep " + key,
        () -> {
          files.forEach(
              (name, content) -> repository.kept.put(key + "=" + value + "/" + name, content));
          return true;
        });
  }

  @Override
  public Optional<byte[]> kept(String key, String value, String file) {
    return call(
        "kept " + key,
        () -> Optional.ofNullable(repository.kept.get(key + "=" + value + "/" + file)));
  }

  @Override
  public Map<String, String> fingerprints(Map<String, Secret> secrets) {
    return Map.of();
  }

  @Override
  public String location() {
    return "gs://" + Repository.BUCKET + "/shop";
  }

  @Override
  public Optional<Path> folder() {
    return Optional.empty();
  }
}
