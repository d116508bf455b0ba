package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.SavedBackup;
import dev.rehome.redeployment.StepResult.Approved;
import dev.rehome.redeployment.StepResult.BackedUp;
import dev.rehome.redeployment.StepResult.Checked;
import dev.rehome.redeployment.StepResult.DatabasesRestored;
import dev.rehome.redeployment.StepResult.Proven;
import dev.rehome.redeployment.StepResult.Quiesced;
import dev.rehome.redeployment.StepResult.Staged;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the steps of one run. */
record Steps(Run run, Workshop workshop, Path temporary) {
  Step<Checked> check() {
    return new Check(workshop, temporary);
  }

  Step<Staged> stage() {
    return new StageBackup(workshop);
  }

  Step<Proven> prove(Staged staged) {
    return new Prove(workshop, staged.backup(), Stage.PROVE);
  }

  Step<Approved> approve(Checked checked, Staged staged) {
    return new Approve(workshop, run, checked, staged.backup());
  }

  Step<Quiesced> quiesce() {
    return new Quiesce(workshop, run);
  }

  Step<BackedUp> backUp(Quiesced quiesced) {
    return new FinalBackup(workshop, run, quiesced);
  }

  Step<Proven> proveAgain(BackedUp backup) {
    return new Prove(workshop, backup.backup(), Stage.PROVE_AGAIN);
  }

  Step<StepResult.Destroyed> destroy(Quiesced quiesced, BackedUp backup, Approved approved) {
    return new Destroy(workshop, run, quiesced, backup, approved);
  }

  Step<StepResult.Destroyed> destroyNew(BackedUp backup) {
    return new DestroyNew(workshop, run, backup);
  }

  Step<StepResult.Created> create(Side side) {
    return new Create(workshop, run, side);
  }

  Step<StepResult.FilesRestored> restoreFiles(Side side, SavedBackup backup) {
    return new RestoreFiles(workshop, side, backup);
  }

  Step<DatabasesRestored> restoreDatabases(Side side, SavedBackup backup) {
    return new RestoreDatabases(workshop, run, side, backup);
  }

  Step<StepResult.Migrated> migrate(Side side) {
    return new Migrate(workshop, run, side);
  }

  Step<StepResult.Certified> certify(Side side, SavedBackup backup, DatabasesRestored restored) {
    return new Certify(workshop, run, side, backup, restored);
  }

  Step<StepResult.Opened> open(Side side, Quiesced quiesced) {
    return new Open(workshop, side, quiesced);
  }

  Step<StepResult.Closed> close(Side side) {
    return new Close(workshop, run, side);
  }

  /** Opens the old stack again. */
  void reopen() {
    new Reopen(workshop, run).reopen(Operations.toTheEnd(run, "reopen"));
  }

  /** Closes the new stack, and makes and proves a backup of what was written since it opened. */
  void backUpNewStack() {
    var operations = Operations.of(run, "keep");
    TaskRunning.run("quiesce", workshop.stack().quiesce(), workshop.fresh(), operations, true);
    SavedBackup backup =
        workshop
            .backups()
            .take(
                workshop.fresh().sources().source(),
                BackupDocument.Kind.SINGLE,
                Optional.of(workshop.fresh().revision()));
    workshop.prover().prove(backup, workshop.scratchFolder());
  }

  /** Opens the new stack again, which was closed for a backup that then failed. */
  void openNewStack() {
    Operations operations = Operations.toTheEnd(run, "open new");
    TaskRunning.run("open", workshop.stack().open(), workshop.fresh(), operations, true);
  }

  /** Leaves nothing behind that only the run needed. */
  void forget() {
    workshop.old().infrastructure().forget();
    workshop.fresh().infrastructure().forget();
    workshop.revisions().remove(run.folder().resolve("old"));
    workshop.revisions().remove(run.folder().resolve("new"));
    discardScratch();
  }

  /** Stops the proof's servers. */
  void discardScratch() {
    workshop.scratch().discard(workshop.scratchFolder());
  }
}
