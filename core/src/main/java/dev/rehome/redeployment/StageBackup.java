package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.SavedBackup;
import dev.rehome.redeployment.StepResult.Staged;
import java.util.Optional;

/** The staged backup, while the stack serves. */
record StageBackup(Workshop workshop) implements Step<Staged> {
  @Override
  public Stage stage() {
    return Stage.STAGE;
  }

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
                workshop.old().sources().source(),
                BackupDocument.Kind.STAGED,
                Optional.of(workshop.old().revision()));
    return new Staged(
        backup.id(),
        backup.inventory().tables(),
        backup.inventory().rows(),
        backup.document().fileCount());
  }
}
