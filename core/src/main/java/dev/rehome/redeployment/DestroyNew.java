package dev.rehome.redeployment;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.DestroyPlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.proof.Prover;
import dev.rehome.redeployment.StepResult.BackedUp;
import dev.rehome.redeployment.StepResult.Destroyed;
import java.time.Instant;
import java.util.Optional;

/** Destroys what there is of the new stack, to build the old revision in its place. */
record DestroyNew(Workshop workshop, Run run, BackedUp backup) implements Step<Destroyed> {
  private static final String OPERATION = "destroy";

  @Override
  public Stage stage() {
    return Stage.DESTROY;
  }

  @Override
  public Class<Destroyed> type() {
    return Destroyed.class;
  }

  @Override
  public Destroyed run(Operations operations) {
    Side fresh = workshop.fresh();
    Infrastructure infrastructure = fresh.infrastructure();
    fresh.changed();
    int resources = fresh.state().resources().size();
    if (fresh.state().empty()) {
      return new Destroyed(Instant.now(), backup.backup(), 0);
    }
    Optional<Finished> finished =
        operations.run(OPERATION, this::destroying, infrastructure::tells);
    fresh.changed();
    if (fresh.state().empty()) {
      return new Destroyed(Instant.now(), backup.backup(), resources);
    }
    if (finished.isEmpty()) {
      return run(operations);
    }
    throw new FailureException(
        Failure.Kind.FAILED,
        "destroying the new stack stopped half way: " + infrastructure.reason(finished.get()),
        Safety.NOTHING_CHANGED,
        "what it printed: " + operations.log(OPERATION));
  }

  private Command destroying() {
    return destroying(workshop, run, workshop.fresh(), backup.backup());
  }

  /**
   * Destroys what was built since the old stack was destroyed; the final backup has all of that.
   */
  static Command destroying(Workshop workshop, Run run, Side side, BackupId backup) {
    ProvenBackup proven =
        workshop
            .prover()
            .recall(workshop.repository().backup(backup))
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.NOT_READY,
                        "backup " + backup + " has no proof in the repository",
                        Safety.NOTHING_CHANGED,
                        "rehome prove " + backup));
    DestroyPlan plan = side.infrastructure().planDestroy();
    StateCopies.keep(workshop, run);
    return side.infrastructure().destroying(plan, Prover.permit(proven, plan::problems));
  }
}
