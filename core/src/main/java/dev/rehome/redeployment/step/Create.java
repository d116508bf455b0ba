package dev.rehome.redeployment.step;

import static dev.rehome.redeployment.look.NewStack.CLEAR;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.redeployment.look.Belonging;
import dev.rehome.redeployment.look.Building;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.look.StateCopies;
import dev.rehome.redeployment.plan.StepResult;
import dev.rehome.redeployment.plan.StepResult.Created;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.FirstContact;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.side.TaskRunning;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import dev.rehome.run.Step;
import dev.rehome.stack.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds the stack at a revision, and closes it: what provisioning started is stopped. */
public record Create(Workshop workshop, Run run, Side side, boolean anew) implements Step<Created> {
  private static final String OPERATION = "create";

  /** What neither a snapshot nor a dump could be restored to is gone. */
  private static final String CLEARED = "cleared to build once more";

  @Override
  public Class<Created> type() {
    return Created.class;
  }

  @Override
  public Created run(Operations operations) {
    Infrastructure infrastructure = side.infrastructure();
    if (operations.underWay(CLEAR)) {
      meet();
      clear(operations);
    } else if (operations.lost(OPERATION)) {
      new SaveInDoubt(workshop, run, side).whatWasNeverClosed(operations);
      clear(operations);
    }
    if (anew && operations.noted(CLEARED, Boolean.class).isEmpty()) {
      clear(operations);
      operations.noted(CLEARED, Boolean.class, () -> true);
    }
    Optional<Finished> finished =
        operations.runPermitted(OPERATION, () -> creating(operations), infrastructure::tells);
    side.changed();
    if (finished.filter(Finished::succeeded).isPresent()) {
      StateCopies.keep(workshop, run);
    } else {
      StateCopies.keepIfPossible(workshop, run);
    }
    Belonging.note(run, side.state());
    if (finished.isEmpty()) {
      return run(operations); // killed: clears what that left, and builds again
    }
    if (!finished.get().succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "building the new stack failed: " + infrastructure.reason(finished.get()),
          Safety.NOTHING_CHANGED,
          "what it printed: " + operations.log(OPERATION));
    }
    int attempt = operations.attempts(OPERATION);
    try {
      FirstContact.with(workshop.stack().hosts(), side, operations, attempt);
      TaskRunning.run("close", workshop.stack().quiesce(), side, operations, true);
      side.sources().guarded(); // all that the stack file names has to lead somewhere
    } catch (References.UnresolvedException e) {
      operations.again(OPERATION); // that building succeeded does not say that all is there
      TaskRunning.anew("close", workshop.stack().quiesce(), operations);
      throw e;
    }
    new NewStack(workshop, run, side)
        .noteBuilt(Strategies.of(Strategies.CREATE, side == workshop.old()), attempt);
    return new Created(run.clock().now(), side.revision(), side.standing().resources().size());
  }

  private void meet() {
    Stage stage = Strategies.of(Strategies.CREATE, side == workshop.old());
    FirstContact.tryEach(workshop.stack().hosts(), side, run, stage);
  }

  /**
   * Building was killed. Terraform may have noted a resource whose provisioner never finished, as
   * if it were whole: so all that was built goes, and is built again. Nothing was restored into it
   * yet; of what users uploaded to it, what could be looked at was saved.
   */
  private void clear(Operations operations) {
    if (!operations.underWay(CLEAR)) {
      operations.anew(CLEAR);
    }
    BackupId backup = run.need(Strategies.BACK_UP, StepResult.BackedUp.class).backup();
    new DestroyNew(workshop, run, side, backup, Optional.empty(), Optional.empty())
        .destroy(CLEAR, operations);
  }

  private Operations.Permitted creating(Operations operations) {
    boolean begun = operations.begun(OPERATION);
    StateCopies.keep(workshop, run);
    ChangePlan plan = side.infrastructure().planCreate();
    side.changed();
    State there = side.state(); // after planning: a state that is taken away then is noticed
    OtherInputs.refuse(run, workshop); // after planning: what was swapped before is in the plan
    Belonging.noteIfNone(run, there, side.infrastructure().lineage());
    List<String> replaced =
        plan.destroys().stream().filter(address -> !halfBuilt(there, address)).toList();
    if (!replaced.isEmpty()) {
      throw refused("building would destroy " + String.join(", ", replaced));
    }
    List<String> left = begun ? List.of() : left(there);
    if (!left.isEmpty()) {
      throw refused(
          String.join(", ", left)
              + " stands although the old stack was destroyed: take it out of the stack by hand");
    }
    Runnable ensure = () -> {};
    if (!plan.destroys().isEmpty()) {
      new SaveInDoubt(workshop, run, side).whatWasNeverClosed(operations);
      Instant looked = run.clock().now();
      ensure = () -> DestroyPermit.ensureFresh(looked, run.clock()::now);
    }
    Building.note(run, plan);
    return new Operations.Permitted(side.infrastructure().creating(plan), ensure);
  }

  private FailureException refused(String why) {
    return new FailureException(
        Failure.Kind.FAILED,
        why,
        Safety.NOTHING_CHANGED,
        "see what is there, then rehome resume " + run.id());
  }

  /** Planning tells, where the state still lists what is gone. */
  private List<String> left(State there) {
    return there.empty()
        ? List.of()
        : side.infrastructure().planDestroy().doomed().stream()
            .map(DestroyPlan.Doomed::address)
            .toList();
  }

  /** What an interrupted build left may be replaced: nothing was restored into it yet. */
  private static boolean halfBuilt(State state, String address) {
    return state.resource(address).map(State.Resource::tainted).orElse(false);
  }
}
