package dev.rehome.backup;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.database.Nearness;
import dev.rehome.files.FileStore;
import dev.rehome.files.Folders;
import dev.rehome.host.Host;
import dev.rehome.host.LostLineException;
import dev.rehome.host.StackHosts;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.backup.Part;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.run.WorkListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Dumps databases and takes their inventories, where that is best done, and stores the dumps.
 *
 * @param hosts the machines of the stack, which databases may be reached from
 */
record DatabaseTaking(
    StackRepository repository,
    Path temporary,
    WorkListener listener,
    StackHosts hosts,
    BackupTaking.Dumping dumping) {
  /** How often that is tried if the line to a host is cut. */
  private static final int ATTEMPTS = 3;

  /** What was stored of one, and what it held. */
  record Taken(DatabasePart document, Part part, Inventory inventory) {}

  Taken take(Database database) {
    for (int i = 1; i < ATTEMPTS; i++) {
      try {
        return attempt(database);
      } catch (LostLineException e) {
        listener.says("once more, since the line was cut: " + e.failure().whatHappened());
      }
    }
    return attempt(database);
  }

  private Taken attempt(Database database) {
    String key = database.endpoint().key();
    String place = "database/" + key;
    try (var folder = TemporaryFolder.in(temporary)) {
      DumpFolder dump = folder(database, folder.path().resolve(key));
      dump.clear();
      var meter = new LateMeter();
      try (var files = new StackFiles(repository, hosts, meter);
          var storing = new DumpStoring(repository, files.of(dump.host().map(Host::name)), dump)) {
        Inventory inventory = dumpAndLook(database, dump);
        listener.says(
            String.format(
                "database %s: %d tables, %d rows; storing",
                key, inventory.tables().size(), inventory.rows()));
        meter.tell(shown(dump));
        FileStore.Stored stored = storing.finish();
        var document =
            new DatabasePart(
                key,
                database.endpoint().name(),
                database.endpoint().user().user(),
                place,
                Optional.empty());
        Id tree =
            Subtrees.folder(repository.repository().blobs(), stored.tree(), dump.path().toString());
        var part = new Part(place, tree, Optional.empty(), Optional.of(stored.snapshot()));
        return new Taken(document, part, inventory);
      } finally {
        dump.remove();
      }
    }
  }

  private Meter shown(DumpFolder dump) {
    Meter shown = listener.meter();
    if (dump.host().isEmpty()) {
      shown.total(Folders.bytes(dump.path()));
    }
    return shown;
  }

  /** On the host that the database is reached from, if that can be; else here. */
  private DumpFolder folder(Database database, Path here) {
    boolean far = database.endpoint().near().isEmpty() || !dumping.anywhere(database);
    Nearness near = far ? Nearness.HERE : database.near(database.size().dumped());
    listener.says(
        "dumping database "
            + database.endpoint()
            + near.host().map(host -> ", on host " + host.name()).orElse("")
            + (near.why().isEmpty() ? "" : ", from here, since " + near.why()));
    return near.host()
        .map(host -> DumpFolder.on(host, BackupId.at(Instant.now()) + "-" + here.getFileName()))
        .orElseGet(() -> DumpFolder.here(here));
  }

  /**
   * The dump and the inventory see the same moment, and are taken side by side. Sequences know no
   * moment: the dump reads them at some time between the two looks at them here.
   */
  private Inventory dumpAndLook(Database database, DumpFolder dump) {
    try (Moment moment = database.freeze()) {
      Map<String, Long> before = database.sequences();
      CompletableFuture<Inventory> inventory =
          CompletableFuture.supplyAsync(
              () -> database.inventory(moment), Thread::startVirtualThread);
      RuntimeException failed = null;
      try {
        dumping.dump(database, moment, dump);
      } catch (RuntimeException e) {
        failed = e;
      }
      try {
        Inventory taken = inventory.join();
        if (failed != null) {
          throw failed;
        }
        return taken.within(before, database.sequences());
      } catch (CompletionException e) {
        RuntimeException cause = e.getCause() instanceof RuntimeException runtime ? runtime : e;
        throw failed == null || cause instanceof LostLineException ? cause : failed;
      }
    }
  }
}
