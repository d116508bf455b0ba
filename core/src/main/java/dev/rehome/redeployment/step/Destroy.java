package dev.rehome.redeployment.step;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.proof.Prover;
import dev.rehome.redeployment.look.LookAgain;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.look.StateCopies;
import dev.rehome.redeployment.plan.StepResult.Approved;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Destroyed;
import dev.rehome.redeployment.plan.StepResult.Quiesced;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.redeployment.workshop.Proven;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.List;
import java.util.Optional;

/**
 * Destroys the old stack, or what is left of it: each time after a last look, with a permit; and
 * looks for leftovers.
 */
record Destroy(Workshop workshop, Run run, Quiesced quiesced, BackedUp backup, Approved approved)
    implements Step<Destroyed> {
  private static final String OPERATION = OldStack.DESTROYING;

  @Override
  public Class<Destroyed> type() {
    return Destroyed.class;
  }

  @Override
  public Destroyed run(Operations operations) {
    var stack = new OldStack(workshop, run);
    stack.note();
    while (true) {
      Remains remains = stack.look();
      if (!operations.underWay(OPERATION) && remains instanceof Remains.Nothing) {
        StateCopies.keep(workshop, run);
        int of = stack.then().map(then -> then.parts().size()).orElse(0);
        return new Destroyed(run.clock().now(), backup.backup(), of);
      }
      Optional<Finished> finished =
          operations.runPermitted(
              OPERATION, () -> destroying(stack, remains), workshop.old().infrastructure()::tells);
      StateCopies.keepIfPossible(workshop, run);
      Remains left = stack.look();
      if (finished.isPresent() && !(left instanceof Remains.Nothing)) {
        throw stopped(finished.get(), left, operations);
      }
    }
  }

  private Operations.Permitted destroying(OldStack stack, Remains remains) {
    OtherInputs.refuse(run, workshop);
    Infrastructure infrastructure = workshop.old().infrastructure();
    ProvenBackup proven = Proven.of(workshop, backup.backup());
    DestroyPlan plan = infrastructure.planDestroy();
    StateCopies.keep(workshop, run); // takes time, and what is looked at last is good for seconds
    DestroyPermit permit = permit(proven, plan, stack, remains);
    return new Operations.Permitted(infrastructure.destroying(plan, permit), permit::ensureFresh);
  }

  private DestroyPermit permit(
      ProvenBackup proven, DestroyPlan plan, OldStack stack, Remains remains) {
    var look =
        new LookAgain(workshop, stack, remains, quiesced, backup, approved, run.clock()::now);
    try {
      return Prover.permit(proven, plan, look, run.clock()::now);
    } catch (FailureException e) {
      throw remains instanceof Remains.Whole ? e : noWayBack(run, e);
    }
  }

  /** In place of the new run that a refused permit speaks of: none can begin any more. */
  static FailureException noWayBack(Run run, FailureException refused) {
    Failure failure = refused.failure();
    String otherwise =
        Strategies.mends(run)
            ? "rehome rollback " + run.id() + "    saves first what was written, and goes back"
            : "or save by hand what was written since; then rehome rollback "
                + run.id()
                + " --discard-writes-since";
    return new FailureException(
        new Failure(
            failure.kind(),
            failure.whatHappened(),
            failure.safe(),
            List.of("put that right, then rehome resume " + run.id(), otherwise)),
        refused);
  }

  private FailureException stopped(Finished finished, Remains left, Operations operations) {
    if (finished.succeeded()) {
      operations.again(OPERATION); // the next time it is planned and destroyed anew
    }
    String what =
        finished.succeeded()
            ? "destroying succeeded and left things behind"
            : "destroying the old stack failed: "
                + workshop.old().infrastructure().reason(finished);
    List<String> names = left instanceof Remains.Some(List<String> all, int of) ? all : List.of();
    return new FailureException(
        Failure.Kind.FAILED,
        what + (names.isEmpty() ? "" : "; still there: " + String.join(", ", names)),
        Safety.NOTHING_CHANGED,
        "what it printed: " + operations.log(OPERATION),
        "what outlives the stack on purpose is declared kept in the stack file");
  }
}
