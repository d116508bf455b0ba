package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileStore;
import dev.rehome.files.Folders;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.redeployment.StepResult.DatabasesRestored;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.format.Id;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Loads every dump into a database made anew, and compares: it has to be equal. */
record RestoreDatabases(Workshop workshop, Side side, SavedBackup backup)
    implements Step<DatabasesRestored> {
  @Override
  public Stage stage() {
    return Stage.RESTORE_DATABASE;
  }

  @Override
  public Class<DatabasesRestored> type() {
    return DatabasesRestored.class;
  }

  @Override
  public DatabasesRestored run(Operations operations) {
    Map<String, List<Inventory.Table>> tables = new TreeMap<>();
    long rows = 0;
    for (Database database : side.sources().restored()) {
      Inventory restored = restore(database, operations);
      tables.put(database.endpoint().key(), restored.tables());
      rows += restored.rows();
    }
    return new DatabasesRestored(rows, tables);
  }

  private Inventory restore(Database database, Operations operations) {
    String key = database.endpoint().key();
    Inventory saved = backup.inventory().databases().get(key);
    DatabasePart part =
        backup.document().databases().stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow(() -> missing(key));
    if (saved == null) {
      throw missing(key);
    }
    Path dump = operations.folder().resolve("dumps").resolve(key);
    operations.says("restoring database " + database.endpoint());
    String name = "load " + key;
    Optional<Finished> finished =
        operations.run(
            name, () -> loading(database, saved, part, dump, operations), line -> Optional.empty());
    if (finished.isEmpty()) {
      return restore(database, operations); // it was killed: once more, into a new database
    }
    if (!finished.get().succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "pg_restore failed on database "
              + database.endpoint()
              + ": "
              + finished.get().errors().strip().lines().limit(4).toList(),
          Safety.NOTHING_CHANGED,
          "what it printed: " + operations.log(name));
    }
    Folders.remove(dump);
    database.settle(saved);
    database.analyze();
    operations.says("comparing database " + key);
    Inventory now = inventory(database);
    List<String> differences = InventoryComparison.differences(saved, now);
    if (!differences.isEmpty()) {
      operations.again(name);
      throw new FailureException(
          Failure.Kind.LOST,
          "database "
              + database.endpoint()
              + " came back other than it was saved:\n"
              + String.join("\n", differences.subList(0, Math.min(20, differences.size()))),
          Safety.NOTHING_CHANGED,
          "rehome resume    loads it once more");
    }
    return now;
  }

  private FailureException missing(String key) {
    return new FailureException(
        Failure.Kind.LOST,
        "backup " + backup.id() + " holds no database " + key,
        Safety.NOTHING_CHANGED,
        "was it added to the stack file after the backup?");
  }

  private Command loading(
      Database database, Inventory saved, DatabasePart part, Path dump, Operations operations) {
    FreshTarget target =
        FreshTarget.compare(
            database.endpoint(),
            database.identity(),
            database.onServer(),
            List.of(saved.identity()));
    Folders.remove(dump);
    Id tree =
        Subtrees.folder(workshop.repository().repository().blobs(), backup.tree(), part.place());
    new FileStore(
            workshop.repository().repository(),
            operations.meter(),
            workshop.repository().cancellation())
        .restore(tree, "/", dump.toString());
    database.create(target, saved);
    return database.loading(target, dump, saved);
  }

  private static Inventory inventory(Database database) {
    try (Moment moment = database.freeze()) {
      return database.inventory(moment);
    }
  }
}
