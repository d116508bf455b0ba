package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Source;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Quiesced;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The backup that everything is rebuilt from, made while nobody writes; that is checked. */
record FinalBackup(Workshop workshop, Run run, Quiesced quiesced, RestoreFrom restoreFrom)
    implements Step<BackedUp> {
  @Override
  public Class<BackedUp> type() {
    return BackedUp.class;
  }

  @Override
  public BackedUp run(Operations operations) {
    Source source = workshop.old().sources().source();
    Source guarded = workshop.old().sources().guarded();
    // Noted, so that a snapshot which a killed process had begun is one of the same moment.
    Marks before =
        operations.noted(
            "marks", Marks.class, () -> Marks.of(workshop.old().sources(), workshop.backups()));
    BackupId id = operations.noted("backup", BackupId.class, () -> BackupId.at(run.clock().now()));
    SavedBackup backup = workshop.backups().taken(id).orElseGet(() -> take(id, source, operations));
    new Exporting(workshop.old().sources(), id, operations).clean();
    Marks after = Marks.of(workshop.old().sources(), workshop.backups());
    if (!before.equals(after)) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "somebody wrote while the final backup was made, after all writers were stopped",
          Safety.NOTHING_CHANGED,
          "find who writes (" + Writers.of(guarded) + ") and stop it in quiesce");
    }
    return new BackedUp(
        backup.id(),
        backup.inventory().rows(),
        backup.document().fileCount(),
        after.databases(),
        after.files().value());
  }

  /** The provider makes its snapshot meanwhile. */
  private SavedBackup take(BackupId id, Source source, Operations operations) {
    var snapshots = new Snapshots(workshop.old().sources(), id, operations);
    CompletableFuture<Map<String, ManagedSnapshot>> managed =
        restoreFrom == RestoreFrom.DUMP
            ? CompletableFuture.completedFuture(Map.of())
            : CompletableFuture.supplyAsync(snapshots::take, Thread::startVirtualThread);
    try {
      return workshop
          .backups()
          .take(
              id,
              source,
              BackupDocument.Kind.FINAL,
              Optional.of(workshop.old().revision()),
              quiesced.fences(),
              new Exporting(workshop.old().sources(), id, operations),
              () -> {
                Map<String, ManagedSnapshot> made = Snapshots.await(managed);
                run.ensureHeld(); // another one's backup may have this id by now
                return made;
              });
    } finally {
      managed.exceptionally(failed -> Map.of()).join(); // it writes into the journal until then
    }
  }
}
