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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Saves what the new stack holds, in a backup of its own, while that is closed. */
record SavingNew(Workshop workshop, Run run, Side side, Map<String, Fence> fences) {
  /** What changes when somebody writes to it. */
  Marks marks() {
    return Marks.of(side.sources(), workshop.backups());
  }

  /**
   * The backup of this id, made now unless a process that was killed had made it.
   *
   * @param before marks from before it was begun; empty is returned if they changed since
   */
  Optional<Kept> save(BackupId id, Marks before) {
    SavedBackup backup = workshop.backups().taken(id).orElseGet(() -> take(id));
    Marks after = marks();
    return before.equals(after)
        ? Optional.of(
            new Kept(Optional.of(backup.id()), false, after.databases(), after.files().value()))
        : Optional.empty();
  }

  private SavedBackup take(BackupId id) {
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

  /** Saves, or tells the way on that gives up what cannot be saved. */
  static <T> T orGiveUp(Run run, Supplier<T> saving) {
    try {
      return saving.get();
    } catch (FailureException e) {
      throw orGiveUp(run, e);
    }
  }

  /** What keeps it from being saved, with that way on. */
  static FailureException orGiveUp(Run run, FailureException why) {
    return switch (why.failure().kind()) {
      case STOPPED, BUSY -> why;
      default ->
          new FailureException(
              why.failure()
                  .then(
                      "rehome rollback "
                          + run.id()
                          + " --discard-writes-since    gives up what was written to the new"
                          + " stack"),
              why);
    };
  }

  FailureException changed() {
    return changed(List.of("somebody wrote to it"));
  }

  FailureException changed(List<String> how) {
    return new FailureException(
        Failure.Kind.FAILED,
        "the new stack is not closed while it is saved: " + String.join("; ", how),
        Safety.NOTHING_CHANGED,
        "find who writes (" + Writers.of(side.sources().guarded()) + ") and stop it in quiesce");
  }
}
