package dev.rehome.redeployment;

import dev.rehome.backup.BackupId;
import dev.rehome.backup.SavedBackup;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.redeployment.StepResult.Proven;

/** Restores a backup elsewhere and compares: the staged one, and later the final one. */
record Prove(Workshop workshop, BackupId backup, Stage stage) implements Step<Proven> {
  @Override
  public Class<Proven> type() {
    return Proven.class;
  }

  @Override
  public Proven run(Operations operations) {
    SavedBackup saved = workshop.repository().backup(backup);
    ProvenBackup proven = workshop.prover().prove(saved, workshop.scratchFolder());
    return new Proven(
        backup,
        true,
        "restored elsewhere and equal; "
            + proven.proof().reader().program()
            + (proven.proof().reader().passed() ? " agrees" : " was not asked"));
  }
}
