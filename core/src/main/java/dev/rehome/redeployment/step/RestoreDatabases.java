package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.ManagedServer;
import dev.rehome.redeployment.plan.Anew;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.StepResult.DatabasesRestored;
import dev.rehome.redeployment.plan.StepResult.Rung;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings every database back and compares: it has to be equal. A provider's snapshot is tried first
 * where there is one, then the dump, into a database made anew.
 */
record RestoreDatabases(
    Workshop workshop,
    Run run,
    Side side,
    SavedBackup backup,
    RestoreFrom first,
    Optional<Anew> anew)
    implements Step<DatabasesRestored> {
  @Override
  public Class<DatabasesRestored> type() {
    return DatabasesRestored.class;
  }

  @Override
  public DatabasesRestored run(Operations operations) {
    Map<String, List<Inventory.Table>> tables = new TreeMap<>();
    Map<String, List<Rung>> ladders = new TreeMap<>();
    long rows = 0;
    Map<String, ManagedServer> servers = side.sources().managed();
    for (Database database : side.sources().restored()) {
      String key = database.endpoint().key();
      DatabasePart part =
          backup.document().databases().stream()
              .filter(each -> each.key().equals(key))
              .findFirst()
              .orElseThrow(() -> missing(key));
      Inventory saved = backup.inventory().databases().get(key);
      if (saved == null) {
        throw missing(key);
      }
      var ladder =
          new Ladder(
              this, database, part, saved, Optional.ofNullable(servers.get(key)), operations);
      Inventory restored = ladder.climb();
      tables.put(key, restored.tables());
      ladders.put(key, ladder.rungs());
      rows += restored.rows();
    }
    return new DatabasesRestored(rows, tables, ladders);
  }

  private FailureException missing(String key) {
    return new FailureException(
        Failure.Kind.LOST,
        "backup " + backup.id() + " holds no database " + key,
        Safety.NOTHING_CHANGED,
        "was it added to the stack file after the backup?");
  }
}
