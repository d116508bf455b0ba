package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Source;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.StepResult.BackedUp;
import dev.rehome.redeployment.StepResult.Quiesced;
import java.util.Optional;

/** The backup that everything is rebuilt from, made while nobody writes; that is checked. */
record FinalBackup(Workshop workshop, Quiesced quiesced) implements Step<BackedUp> {
  @Override
  public Stage stage() {
    return Stage.BACK_UP;
  }

  @Override
  public Class<BackedUp> type() {
    return BackedUp.class;
  }

  @Override
  public BackedUp run(Operations operations) {
    Source source = workshop.old().sources().source();
    Source guarded = workshop.old().sources().guarded();
    Marks before = Marks.of(guarded);
    SavedBackup backup =
        workshop
            .backups()
            .take(
                source,
                BackupDocument.Kind.FINAL,
                Optional.of(workshop.old().revision()),
                quiesced.fences());
    Marks after = Marks.of(guarded);
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
}
