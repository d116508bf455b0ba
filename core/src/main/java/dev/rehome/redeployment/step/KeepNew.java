package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
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
    try {
      return saved(operations);
    } catch (FailureException e) {
      if (e.failure().kind() == Failure.Kind.STOPPED || e.failure().kind() == Failure.Kind.BUSY) {
        throw e;
      }
      throw new FailureException(
          e.failure()
              .then(
                  "rehome rollback "
                      + run.id()
                      + " --discard-writes-since    gives up what was written to the new stack"),
          e);
    }
  }

  private Kept saved(Operations operations) {
    var saving = new SavingNew(workshop, run, closing.fences());
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
