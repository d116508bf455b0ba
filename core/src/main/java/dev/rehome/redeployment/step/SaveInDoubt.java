package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.FailureException;
import dev.rehome.redeployment.look.InDoubt;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.FirstContact;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.side.TaskRunning;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves a stack that this run built, and to which others may have written unseen, before what was
 * begun there is undone: that must not take their writes along.
 */
public record SaveInDoubt(Workshop workshop, Run run, Side side) {
  /** If it was migrated, and nobody saw how that left it. */
  public void whatWasMigratedUnseen() {
    save(stack().doubts());
  }

  /** All that nobody can tell whose it is, before it goes. */
  public void whatGoes() {
    save(stack().doubtsOfAll());
  }

  /** If building it was killed, or failed, after start-up had let users in. */
  void whatWasNeverClosed(Operations operations) {
    if (side.state().empty() || Discard.wanted(run)) {
      return;
    }
    Stage create = Strategies.of(Strategies.CREATE, side == workshop.old());
    FirstContact.tryEach(workshop.stack().hosts(), side, run, create);
    Optional<FailureException> open =
        TaskRunning.tryEach(
            NewStack.CLEAR + ": close", workshop.stack().quiesce(), side, operations);
    List<String> doubts = stack().writesToHalfBuilt();
    if (open.isPresent() && !doubts.isEmpty()) { // whoever wrote that may be at it still
      throw SavingNew.orGiveUp(run, open.get());
    }
    open.ifPresent(why -> operations.says("it is not closed: " + why.failure().whatHappened()));
    save(doubts);
  }

  private NewStack stack() {
    return new NewStack(workshop, run, side);
  }

  private void save(List<String> doubts) {
    if (!doubts.isEmpty()) {
      String why = String.join("; ", doubts);
      run.listener().says("saving it first: " + why);
      Kept kept = saved();
      new InDoubt(told(why, kept), kept).note(run);
    }
  }

  private Kept saved() {
    // Its state is kept, by which what is left of it is found if it goes only half.
    stack().noteBuiltIfUnknown(Strategies.of(Strategies.CREATE, side == workshop.old()));
    var saving = new SavingNew(workshop, run, side, Map.of());
    return SavingNew.orGiveUp(
        run,
        () -> {
          Kept kept =
              saving
                  .save(BackupId.at(run.clock().now()), saving.marks())
                  .orElseThrow(saving::changed);
          new ProveKept(workshop, run, kept).run(Operations.toTheEnd(run, "save in doubt"));
          List<String> since = stack().writesSince(kept); // proving takes long
          if (!since.isEmpty()) {
            throw saving.changed(since);
          }
          return kept;
        });
  }

  private String told(String why, Kept kept) {
    BackupId before = run.need(Strategies.BACK_UP, BackedUp.class).backup();
    BackupId then = kept.backup().orElseThrow();
    return String.format(
        "%s: backup %s has all that was there, and rehome diff %s %s shows what that was",
        why, then, before, then);
  }
}
