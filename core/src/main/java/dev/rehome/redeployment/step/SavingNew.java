package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Run;
import java.util.Map;
import java.util.Optional;

/** Saves what the new stack holds, in a backup of its own, while that is closed. */
record SavingNew(Workshop workshop, Run run, Map<String, Fence> fences) {
  /** What changes when somebody writes to it. */
  Marks marks() {
    return Marks.of(workshop.fresh().sources(), workshop.backups());
  }

  /**
   * The backup of this id, made now unless a process that was killed had made it.
   *
   * @param before marks from before it was begun; empty is returned if they changed since
   */
  Optional<Kept> save(BackupId id, Marks before) {
    Side side = workshop.fresh();
    SavedBackup backup = workshop.backups().taken(id).orElseGet(() -> take(id, side));
    Marks after = marks();
    return before.equals(after)
        ? Optional.of(
            new Kept(Optional.of(backup.id()), false, after.databases(), after.files().value()))
        : Optional.empty();
  }

  private SavedBackup take(BackupId id, Side side) {
    return workshop
        .backups()
        .take(
            id,
            side.sources().source(),
            BackupDocument.Kind.SINGLE,
            Optional.of(side.revision()),
            fences,
            Database::dump,
            Snapshots.none(run));
  }

  FailureException changed() {
    return new FailureException(
        Failure.Kind.FAILED,
        "somebody wrote to the new stack while it was saved",
        Safety.NOTHING_CHANGED,
        "find who writes ("
            + Writers.of(workshop.fresh().sources().guarded())
            + ") and stop it in quiesce");
  }
}
