package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.redeployment.plan.StepResult.Staged;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.Map;
import java.util.Optional;

/** The staged backup, while the stack serves. */
record StageBackup(Workshop workshop, Run run) implements Step<Staged> {
  @Override
  public Class<Staged> type() {
    return Staged.class;
  }

  @Override
  public Staged run(Operations operations) {
    SavedBackup backup =
        workshop
            .backups()
            .take(
                BackupId.at(run.clock().now()),
                workshop.old().sources().source(),
                BackupDocument.Kind.STAGED,
                Optional.of(workshop.old().revision()),
                Map.of(),
                Database::dump,
                Snapshots.none(run));
    return new Staged(
        backup.id(),
        backup.inventory().tables(),
        backup.inventory().rows(),
        backup.document().fileCount());
  }
}
