package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.proof.Prover;
import dev.rehome.redeployment.look.LookAtNew;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.look.StateCopies;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.redeployment.workshop.Proven;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import java.util.Optional;

/**
 * Destroys what a run built itself, which the backups have all of; each time after a last look.
 *
 * @param kept the backup that was made of it, if that was needed
 * @param approved digest of what the operator agreed to; none where the run clears its own ruins
 */
record DestroyNew(
    Workshop workshop,
    Run run,
    Side side,
    BackupId backup,
    Optional<Kept> kept,
    Optional<String> approved) {
  /** Until nothing is left of it; how much there was. */
  int destroy(String name, Operations operations) {
    side.changed();
    int resources = side.state().resources().size();
    while (!side.state().empty() || operations.underWay(name)) {
      Optional<Finished> finished =
          operations.runPermitted(name, this::destroying, side.infrastructure()::tells);
      side.changed();
      StateCopies.keepIfPossible(workshop, run);
      if (finished.isPresent() && !side.state().empty()) {
        throw stopped(name, finished.get(), operations);
      }
    }
    StateCopies.keep(workshop, run);
    return resources;
  }

  private Operations.Permitted destroying() {
    OtherInputs.refuse(run, workshop);
    new NewStack(workshop, run, side).keepState();
    ProvenBackup proven = Proven.of(workshop, backup);
    DestroyPlan plan = side.infrastructure().planDestroy();
    StateCopies.keep(workshop, run);
    DestroyPermit permit = permit(proven, plan);
    return new Operations.Permitted(
        side.infrastructure().destroying(plan, permit), permit::ensureFresh);
  }

  private DestroyPermit permit(ProvenBackup proven, DestroyPlan plan) {
    var look =
        new LookAtNew(
            workshop,
            run,
            new OldStack(workshop, run),
            side,
            new NewStack(workshop, run, side),
            kept,
            approved,
            run.clock()::now);
    try {
      return Prover.permit(proven, plan, look, run.clock()::now);
    } catch (FailureException e) {
      throw Destroy.noWayBack(run, e);
    }
  }

  private FailureException stopped(String name, Finished finished, Operations operations) {
    if (finished.succeeded()) {
      operations.again(name);
    }
    return new FailureException(
        Failure.Kind.FAILED,
        "destroying what was built "
            + (finished.succeeded()
                ? "succeeded and left things behind"
                : "failed: " + side.infrastructure().reason(finished)),
        Safety.NOTHING_CHANGED,
        "what it printed: " + operations.log(name));
  }
}
