package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.StepResult.Closing;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.workshop.Workshop;
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
    var saving = new SavingNew(workshop, run, workshop.fresh(), closing.fences());
    return SavingNew.orGiveUp(run, () -> saved(saving, operations));
  }

  private Kept saved(SavingNew saving, Operations operations) {
    // Noted, since somebody may write between a kill and what resumes, which adopts the backup.
    Marks before = operations.noted("marks", Marks.class, saving::marks);
    BackupId id = operations.noted("backup", BackupId.class, () -> BackupId.at(run.clock().now()));
    Optional<Kept> kept = saving.save(id, before);
    if (kept.isEmpty()) {
      run.forget(Strategies.BACK_BACK_UP); // what tries again makes another
      throw saving.changed();
    }
    return kept.get();
  }
}
