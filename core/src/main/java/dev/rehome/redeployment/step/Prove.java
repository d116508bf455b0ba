package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.proof.ReaderOutcome;
import dev.rehome.redeployment.plan.StepResult.Proven;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Step;
import java.nio.file.Path;

/** Restores a backup elsewhere and compares: the staged one, and later the final one. */
record Prove(Workshop workshop, BackupId backup, Path scratch) implements Step<Proven> {
  @Override
  public Class<Proven> type() {
    return Proven.class;
  }

  @Override
  public Proven run(Operations operations) {
    SavedBackup saved = workshop.backups().backup(backup);
    ProvenBackup proven = workshop.prover().prove(saved, scratch);
    return new Proven(
        backup,
        true,
        "restored elsewhere and equal; "
            + proven.proof().reader().program()
            + (proven.proof().reader().outcome() instanceof ReaderOutcome.Passed
                ? " agrees"
                : " was not asked"));
  }
}
