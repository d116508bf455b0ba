package dev.rehome.proof;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackRepository;
import dev.rehome.backup.TemporaryFolder;
import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileStore;
import dev.rehome.files.FilesHere;
import dev.rehome.files.FreshFolder;
import dev.rehome.process.Finished;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.format.Id;
import dev.rehome.run.WorkListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Loads a backup's database somewhere else, and compares. */
public record DatabaseLoading(StackRepository repository, WorkListener listener) {
  private static final Duration LIMIT = Duration.ofDays(1);

  /** Into a database that must not be there yet. */
  public Inventory loadNew(
      SavedBackup backup, DatabasePart part, Inventory saved, Database database, Path temporary) {
    Identity there = database.identity();
    if (there.database() != 0) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "database " + database.endpoint() + " is there already",
          Safety.NOTHING_CHANGED,
          "name one that is not there; it is made");
    }
    FreshTarget target = FreshTarget.absent(database.endpoint(), there);
    database.create(target, saved);
    Inventory now = load(backup, part, saved, database, target, temporary);
    database.analyze();
    return now;
  }

  /** Into a database just made; what it then holds, which is equal to what was saved. */
  Inventory load(
      SavedBackup backup,
      DatabasePart part,
      Inventory saved,
      Database database,
      FreshTarget target,
      Path temporary) {
    try (var folder = TemporaryFolder.in(temporary)) {
      Path dump = folder.path().resolve("dump");
      Id tree = Subtrees.folder(repository.repository().blobs(), backup.tree(), part.place());
      FileStore.Restored restored =
          new FilesHere(repository.repository(), listener.meter(), repository.cancellation())
              .restore(tree, "/", FileStore.Target.folder(FreshFolder.own(dump.toString())));
      if (!restored.problems().isEmpty()) {
        throw unequal(backup, part, restored.problems());
      }
      Finished finished = database.loading(target, DumpFolder.here(dump), saved).run(LIMIT);
      if (!finished.succeeded()) {
        throw unequal(backup, part, List.of("pg_restore failed: " + finished.errors().strip()));
      }
      database.settle(saved);
    }
    try (Moment moment = database.freeze()) {
      Inventory now = database.inventory(moment);
      List<String> differences = InventoryComparison.differences(saved, now);
      if (!differences.isEmpty()) {
        throw unequal(backup, part, differences);
      }
      return now;
    }
  }

  private static FailureException unequal(
      SavedBackup backup, DatabasePart part, List<String> differences) {
    return new FailureException(
        Failure.Kind.LOST,
        "backup "
            + backup.id()
            + " came out other than it was saved; database "
            + part.key()
            + ":\n"
            + String.join("\n", differences.subList(0, Math.min(20, differences.size())))
            + (differences.size() > 20 ? "\nand " + (differences.size() - 20) + " more" : ""),
        new Safety.Untouched("the stack is untouched; this backup must not be relied on"),
        "make another backup and prove that");
  }
}
