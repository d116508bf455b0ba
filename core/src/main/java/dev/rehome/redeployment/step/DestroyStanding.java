package dev.rehome.redeployment.step;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.plan.StepResult.Approved;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Destroyed;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.StepResult.Quiesced;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.Optional;

/**
 * Going back, destroys what stands: what is left of the old stack, or the new one. Which of them it
 * is shows a look.
 */
public record DestroyStanding(Workshop workshop, Run run, Approved approved, Kept kept)
    implements Step<Destroyed> {
  public static final String OPERATION = "destroy new";

  @Override
  public Class<Destroyed> type() {
    return Destroyed.class;
  }

  @Override
  public Destroyed run(Operations operations) {
    var backup = run.need(Strategies.BACK_UP, BackedUp.class);
    var old = new OldStack(workshop, run);
    return switch (old.look()) {
      case Remains.Whole whole ->
          throw new FailureException(
              Failure.Kind.FAILED,
              "the old stack stands, all of it",
              Safety.NOTHING_CHANGED,
              "rehome rollback " + run.id() + "    opens it again");
      case Remains.Unknown(String why) ->
          throw new FailureException(
              Failure.Kind.FAILED,
              "what stands there cannot be looked at: " + why,
              Safety.NOTHING_CHANGED,
              "put that right, then rehome resume " + run.id());
      case Remains.Some some ->
          new Destroy(
                  workshop,
                  run,
                  run.need(Strategies.QUIESCE, Quiesced.class),
                  backup,
                  run.need(Strategies.APPROVE, Approved.class))
              .run(operations);
      case Remains.Nothing nothing ->
          new Destroyed(
              run.clock().now(),
              backup.backup(),
              new DestroyNew(
                      workshop,
                      run,
                      workshop.fresh(),
                      backup.backup(),
                      Optional.of(kept),
                      Optional.of(approved.evidence()))
                  .destroy(OPERATION, operations));
    };
  }
}
