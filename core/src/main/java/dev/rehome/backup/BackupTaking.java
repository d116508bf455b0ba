package dev.rehome.backup;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.BackupDocument.ImagesPart;
import dev.rehome.backup.BackupDocument.KeptImage;
import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.Fence;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileSetIdentity;
import dev.rehome.files.FileStore;
import dev.rehome.host.StackHosts;
import dev.rehome.images.Image;
import dev.rehome.images.ImageKeeping;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.backup.Part;
import dev.rehome.repository.format.Id;
import dev.rehome.run.WorkListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes a backup: first the databases, each at one moment, then the files, so that what rows name
 * is there. One snapshot in the end holds all parts.
 */
public final class BackupTaking {
  /** A machine's files lie below a folder of its name here. */
  private static final String FILES = "files";

  private static final String IMAGES = "images";

  private static final String HERE = "here";

  private final StackRepository repository;
  private final Path temporary;
  private final WorkListener listener;
  private final Map<FileSet, Path> elsewhere = new LinkedHashMap<>();
  private final Map<String, byte[]> also = new LinkedHashMap<>();

  /**
   * @param temporary a folder for dumps, which need as much room there as the databases' rows have
   */
  public BackupTaking(StackRepository repository, Path temporary, WorkListener listener) {
    this.repository = repository;
    this.temporary = temporary;
    this.listener = listener;
  }

  /** How a database is dumped, as it is at a moment, into a folder that is not there yet. */
  @FunctionalInterface
  public interface Dumping {
    void dump(Database database, Moment moment, DumpFolder folder);

    /** Whether that can be done on another machine, near the database. */
    default boolean anywhere(Database database) {
      return true;
    }
  }

  public SavedBackup take(Source source, BackupDocument.Kind kind, Optional<String> revision) {
    return take(
        BackupId.at(Instant.now()), source, kind, revision, Map.of(), Database::dump, Map::of);
  }

  /**
   * Makes a backup of what was saved by other means.
   *
   * @param files sets as the stack knows them, and where their content is now in place of their
   *     root
   * @param more small files, by their place in the backup
   */
  SavedBackup of(
      List<Database> saved, Map<FileSet, Path> files, Map<String, byte[]> more, StackHosts hosts) {
    elsewhere.putAll(files);
    also.putAll(more);
    var source = new Source(saved, List.copyOf(files.keySet()), List.of(), Map.of(), hosts);
    return take(source, BackupDocument.Kind.IMPORTED, Optional.empty());
  }

  /**
   * Of databases that are fenced meanwhile.
   *
   * @param fences by the databases' keys; the inventory tells what is so without them
   * @param dumping how a database is dumped
   * @param managed by the databases' keys, what the provider is making meanwhile; waited for last
   */
  public SavedBackup take(
      BackupId id,
      Source source,
      BackupDocument.Kind kind,
      Optional<String> revision,
      Map<String, Fence> fences,
      Dumping dumping,
      Supplier<Map<String, ManagedSnapshot>> managed) {
    Instant began = Instant.now();
    List<SavedBackup> earlier = repository.backups();
    var parts = new ArrayList<Part>();
    var inventories = new TreeMap<String, Inventory>();
    var databases = new ArrayList<DatabasePart>();
    var taking = new DatabaseTaking(repository, temporary, listener, source.hosts(), dumping);
    for (Database database : source.databases()) {
      DatabaseTaking.Taken taken = taking.take(database);
      String key = taken.document().key();
      databases.add(taken.document());
      parts.add(taken.part());
      inventories.put(
          key,
          fences.containsKey(key) ? taken.inventory().without(fences.get(key)) : taken.inventory());
    }
    var files = new ArrayList<FilesPart>();
    try (var stores = new StackFiles(repository, source.hosts(), listener.meter())) {
      for (FileSet set : source.files()) {
        String place = FILES + "/" + set.host().orElse(HERE) + "/" + files.size();
        files.add(files(set, place, stores, parts, earlier));
      }
    }
    List<ImagesPart> images = images(source, parts);
    Map<String, ManagedSnapshot> made = managed.get();
    databases.replaceAll(part -> part.with(Optional.ofNullable(made.get(part.key()))));
    var document =
        new BackupDocument(
            BackupDocument.VERSION,
            id,
            repository.stack(),
            kind,
            began,
            revision,
            databases,
            files,
            images);
    var inventory =
        new StackInventory(
            StackInventory.VERSION, inventories, repository.fingerprints(source.secrets()));
    BackupResult documents =
        repository
            .backup(repository.tags("part"))
            .files(
                Map.of(
                    "backup.json",
                    Json.pretty(document),
                    "inventory.json",
                    Json.pretty(inventory)));
    parts.add(Part.file("backup.json", "backup.json", documents));
    parts.add(Part.file("inventory.json", "inventory.json", documents));
    also.forEach(
        (place, content) -> {
          String name = place.substring(place.lastIndexOf('/') + 1);
          BackupResult stored =
              repository.backup(repository.tags("part")).files(Map.of(name, content));
          parts.add(Part.file(place, name, stored));
        });
    repository
        .backup(
            repository.tags(
                "backup=" + id, "kind=" + kind.name().toLowerCase(java.util.Locale.ROOT)))
        .assemble(parts);
    return repository.backup(id);
  }

  private FilesPart files(
      FileSet set, String place, StackFiles stores, List<Part> parts, List<SavedBackup> earlier) {
    listener.says("storing files below " + set);
    Optional<Path> at = Optional.ofNullable(elsewhere.get(set));
    FileSet now =
        at.map(root -> new FileSet(root.toString(), set.include(), set.exclude())).orElse(set);
    FileStore store = stores.of(now);
    Optional<FileSetIdentity> identity = // of what scripts saved, the folders are not the stack's
        at.isPresent() ? Optional.empty() : Optional.of(store.identity(now));
    FileStore.Stored stored = store.store(now, before(set, earlier), repository.tags("part"));
    refuseIncomplete(
        stored, "give this user the right to read them, or exclude them in the stack file");
    parts.add(
        at.map(root -> under(place + set.root(), root, stored))
            .orElseGet(
                () ->
                    new Part(
                        place, stored.tree(), Optional.empty(), Optional.of(stored.snapshot()))));
    return new FilesPart(set, place, stored.files(), stored.bytes(), identity);
  }

  static void refuseIncomplete(FileStore.Stored stored, String next) {
    if (!stored.problems().isEmpty()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          stored.problems().size()
              + " files could not be stored as they are, first of all "
              + stored.problems().getFirst(),
          new Safety.Untouched("the stack is untouched; no backup was made"),
          next);
    }
  }

  private List<ImagesPart> images(Source source, List<Part> parts) {
    var all = new ArrayList<ImagesPart>();
    try (var stores = new StackFiles(repository, source.hosts(), listener.meter())) {
      for (Source.Images each : source.images()) {
        listener.says("looking at the images of " + each.host().orElse("this machine"));
        String folder = IMAGES + "/" + each.host().orElse(HERE) + "/";
        var keeping = new ImageKeeping(each.engine(source.hosts()));
        List<Image> images = keeping.engine().images();
        List<Optional<String>> sources = keeping.sources(images);
        var kept = new ArrayList<KeptImage>();
        for (int i = 0; i < images.size(); i++) {
          Optional<String> place =
              sources.get(i).isPresent() ? Optional.empty() : Optional.of(folder + i);
          place.ifPresent(
              where ->
                  parts.add(
                      archive(images.get(kept.size()), where, keeping, stores.of(each.host()))));
          kept.add(new KeptImage(images.get(i), sources.get(i), place));
        }
        all.add(new ImagesPart(each.host(), kept));
      }
    }
    return all;
  }

  private Part archive(Image image, String place, ImageKeeping keeping, FileStore store) {
    listener.says("storing image " + image + ", which no registry has");
    FileStore.Stored stored =
        store.storeOutput(
            keeping.engine().saving(image), KeptImage.ARCHIVE, repository.tags("part"));
    return new Part(place, stored.tree(), Optional.empty(), Optional.of(stored.snapshot()));
  }

  /** What was stored below one folder, as if it had been below another. */
  private Part under(String place, Path root, FileStore.Stored stored) {
    Id tree = Subtrees.folder(repository.repository().blobs(), stored.tree(), root.toString());
    return new Part(place, tree, Optional.empty(), Optional.of(stored.snapshot()));
  }

  /** The same files in the newest backup that has them. */
  private Optional<Id> before(FileSet set, List<SavedBackup> earlier) {
    return earlier.reversed().stream()
        .flatMap(
            backup ->
                backup.document().files().stream()
                    .filter(part -> part.set().equals(set))
                    .map(
                        part ->
                            Subtrees.folder(
                                repository.repository().blobs(), backup.tree(), part.place())))
        .findFirst();
  }
}
