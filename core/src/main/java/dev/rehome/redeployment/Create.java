package dev.rehome.redeployment;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.State;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.redeployment.StepResult.Created;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds the stack at a revision, and closes it: what provisioning started is stopped. */
record Create(Workshop workshop, Run run, Side side) implements Step<Created> {
  private static final String OPERATION = "create";

  @Override
  public Stage stage() {
    return Stage.CREATE;
  }

  @Override
  public Class<Created> type() {
    return Created.class;
  }

  @Override
  public Created run(Operations operations) {
    Infrastructure infrastructure = side.infrastructure();
    boolean begun = operations.begun(OPERATION);
    if (run.anew().isPresent()) {
      clear(operations);
    }
    Optional<Finished> finished =
        operations.run(OPERATION, () -> creating(begun), infrastructure::tells);
    side.changed();
    if (finished.isEmpty()) {
      clear(operations);
      return run(operations);
    }
    if (!finished.get().succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "building the new stack failed: " + infrastructure.reason(finished.get()),
          Safety.NOTHING_CHANGED,
          "what it printed: " + operations.log(OPERATION));
    }
    FirstContact.with(workshop.stack().hosts(), side, operations, operations.attempts(OPERATION));
    TaskRunning.run("close", workshop.stack().quiesce(), side, operations, true);
    return new Created(Instant.now(), side.revision(), side.standing().resources().size());
  }

  /**
   * Building was killed. Terraform may have noted a resource whose provisioner never finished, as
   * if it were whole: so all that was built goes, and is built again. Nothing was restored into it
   * yet.
   */
  private void clear(Operations operations) {
    if (side.state().empty()) {
      return;
    }
    BackupId backup = run.result(Stage.BACK_UP, StepResult.BackedUp.class).orElseThrow().backup();
    Optional<Finished> finished =
        operations.run(
            "clear",
            () -> DestroyNew.destroying(workshop, run, side, backup),
            side.infrastructure()::tells);
    side.changed();
    if (finished.filter(Finished::succeeded).isEmpty() && !side.state().empty()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "building the new stack was killed, and removing what it left failed: "
              + finished.map(side.infrastructure()::reason).orElse("that was killed, too"),
          Safety.NOTHING_CHANGED,
          "what it printed: " + operations.log("clear"));
    }
  }

  private Command creating(boolean begun) {
    StateCopies.keep(workshop, run);
    State there = side.state();
    ChangePlan plan = side.infrastructure().planCreate();
    List<String> replaced =
        plan.destroys().stream().filter(address -> !halfBuilt(there, address)).toList();
    if (!replaced.isEmpty() || (!begun && !there.empty())) {
      throw new FailureException(
          Failure.Kind.FAILED,
          replaced.isEmpty()
              ? "the state is not empty although the old stack was destroyed"
              : "building would destroy " + String.join(", ", replaced),
          Safety.NOTHING_CHANGED,
          "see what is there, then rehome resume");
    }
    return side.infrastructure().creating(plan);
  }

  /** What an interrupted build left may be replaced: nothing was restored into it yet. */
  private static boolean halfBuilt(State state, String address) {
    return state.resource(address).map(State.Resource::tainted).orElse(false);
  }
}
