package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.StepResult.Closing;
import dev.rehome.redeployment.StepResult.Kept;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.Optional;

/** Going back, saves what was written to the new stack in a backup of its own. */
record KeepNew(Workshop workshop, Run run, Closing closing) implements Step<Kept> {
  @Override
  public Class<Kept> type() {
    return Kept.class;
  }

  @Override
  public Kept run(Operations operations) {
    if (closing.keep().isEmpty()) {
      return Kept.NOTHING;
    }
    if (Discard.wanted(run)) {
      return Kept.DISCARDED;
    }
    closing.keep().forEach(why -> operations.says("saving it first: " + why));
    Side side = workshop.fresh();
    Marks before = Marks.of(side.sources(), workshop.backups());
    BackupId id = operations.noted("backup", BackupId.class, () -> BackupId.at(run.clock().now()));
    SavedBackup backup =
        workshop
            .backups()
            .taken(id)
            .orElseGet(
                () ->
                    workshop
                        .backups()
                        .take(
                            id,
                            side.sources().source(),
                            BackupDocument.Kind.SINGLE,
                            Optional.of(side.revision()),
                            closing.fences(),
                            Database::dump,
                            Snapshots.none(run)));
    Marks after = Marks.of(side.sources(), workshop.backups());
    if (!before.equals(after)) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "somebody wrote to the new stack while it was saved",
          Safety.NOTHING_CHANGED,
          "find who writes (" + Writers.of(side.sources().guarded()) + ") and stop it in quiesce");
    }
    return new Kept(Optional.of(backup.id()), false, after.databases(), after.files().value());
  }
}
