package dev.rehome.redeployment;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.plan.StepResult.Closing;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Infrastructures;
import dev.rehome.redeployment.step.Reopen;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Edge;
import dev.rehome.run.Failures;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import dev.rehome.run.StageFailedException;
import java.util.List;
import java.util.Optional;

/**
 * Follows the edge of the stage that failed: what was closed is opened again or held, and the
 * operator is told what is safe and how to go on.
 */
record Aftermath(Workshop workshop, Run run) {
  /**
   * What the operator is told, once the edge was followed.
   *
   * @param reopened whether this process opened the old stack again before it began
   */
  FailureException of(RuntimeException e, boolean reopened) {
    Failure failure = Failures.of(e);
    if (failure.kind() == Failure.Kind.BUSY) {
      return new FailureException(failure, e); // the run is another's now: nothing is touched
    }
    Optional<Stage> stage =
        e instanceof StageFailedException failed ? Optional.of(failed.stage()) : Optional.empty();
    Edge edge = edge(stage);
    if (edge == Edge.STOP || edge == Edge.REOPEN) {
      workshop
          .scratch()
          .discard(workshop.scratchFolder()); // each proof makes its own; a run may wait for days
    }
    FailureException seen =
        switch (edge) {
          case STOP -> new FailureException(stopped(failure, stage, reopened), e);
          case REOPEN -> Strategies.goesBack(run) ? reopenedNew(failure, e) : reopened(failure, e);
          case HOLD -> held(failure, e);
          case WARN ->
              new FailureException(failure.safe(new Safety.Standing("the new stack serves")), e);
        };
    run.writeFailure(stage, seen.failure());
    return seen;
  }

  /**
   * Destroying reopens as long as all of the old stack is there, which is looked at; going back,
   * what did not serve is held.
   */
  private Edge edge(Optional<Stage> failed) {
    if (failed.isEmpty()) {
      return closed() ? Edge.HOLD : Edge.STOP;
    }
    Stage stage = failed.get();
    if (stage.equals(Strategies.DESTROY)) {
      boolean whole = new OldStack(workshop, run).look() instanceof Remains.Whole;
      return whole && !run.isUnderWay(stage) ? Edge.REOPEN : Edge.HOLD;
    }
    if (Strategies.goesBack(run) && stage.edge() == Edge.REOPEN) {
      return servedBefore() ? Edge.REOPEN : Edge.HOLD;
    }
    return Strategies.goesBack(run) && stage.edge() == Edge.STOP ? Edge.HOLD : stage.edge();
  }

  private boolean closed() {
    return run.record().began(Strategies.QUIESCE.key()).isPresent();
  }

  private boolean servedBefore() {
    return run.result(Strategies.BACK_QUIESCE, Closing.class).map(Closing::served).orElse(false)
        || new NewStack(workshop, run, workshop.fresh()).opened();
  }

  private Failure stopped(Failure failure, Optional<Stage> stage, boolean reopened) {
    Failure safe = failure;
    if (reopened) {
      safe =
          failure.safe(new Safety.Untouched("nothing was destroyed; the old stack serves again"));
    } else if (!(failure.safe() instanceof Safety.Untouched)) {
      safe = failure.safe(new Safety.Untouched("the stack is untouched and serves"));
    }
    String resume = "rehome resume " + run.id();
    return safe.next().stream().anyMatch(step -> step.contains(resume))
        ? safe
        : safe.then(resume + stage.map(each -> "    goes on with " + each.word()).orElse(""));
  }

  private FailureException reopened(Failure failure, RuntimeException e) {
    try {
      List<String> unseen = endWhatRuns();
      Reopen.old(workshop, run).reopen(Operations.toTheEnd(run, "reopen"));
      run.forgetIfPossible(Strategies.QUIESCE);
      return new FailureException(
          failure
              .safe(new Safety.Standing("nothing was destroyed; the old stack " + serves(unseen)))
              .next("rehome resume " + run.id() + "    tries again, from quiesce on")
              .then("rehome rollback " + run.id() + "    ends the run; the old stack serves on"),
          e);
    } catch (RuntimeException reopening) {
      return new FailureException(
          failure
              .also(
                  "and opening the old stack again failed: "
                      + Failures.of(reopening).whatHappened())
              .safe(
                  new Safety.Standing(
                      (new OldStack(workshop, run).destroyingBegan()
                              ? "by its looks all of the old stack stands"
                              : "nothing was destroyed")
                          + "; opening it again did not succeed"))
              .next(
                  "rehome rollback "
                      + run.id()
                      + "    lifts the fence and starts its service again",
                  "see its service's own log",
                  "rehome resume " + run.id() + "    goes on without opening it"),
          e);
    }
  }

  private static String serves(List<String> unseen) {
    return unseen.isEmpty()
        ? "serves again"
        : "was opened again; whether something still stops it cannot be seen: "
            + String.join("; ", unseen);
  }

  /** What was to stop the service must not do so once it is started again; why that is unknown. */
  private List<String> endWhatRuns() {
    try {
      run.settle(operation -> Infrastructures.changes(operation.name()));
      return List.of();
    } catch (RuntimeException e) {
      if (Failures.of(e).kind() == Failure.Kind.BUSY) {
        throw e;
      }
      return List.of(Failures.of(e).whatHappened());
    }
  }

  /** Closed for a backup that then failed: users get their stack back. */
  private FailureException reopenedNew(Failure failure, RuntimeException e) {
    try {
      List<String> unseen = endWhatRuns();
      Reopen.fresh(workshop, run).reopen(Operations.toTheEnd(run, "open new"));
      run.forgetIfPossible(Strategies.BACK_QUIESCE);
      return new FailureException(
          failure
              .safe(new Safety.Standing("nothing was destroyed; the new stack " + serves(unseen)))
              .next("rehome rollback " + run.id() + "    tries again to go back"),
          e);
    } catch (RuntimeException reopening) {
      return new FailureException(
          failure
              .also(
                  "and opening the new stack again failed: "
                      + Failures.of(reopening).whatHappened())
              .safe(
                  new Safety.Standing(
                      "nothing was destroyed; opening the new stack again did not succeed"))
              .next("rehome rollback " + run.id() + "    tries again to go back"),
          e);
    }
  }

  private FailureException held(Failure failure, RuntimeException e) {
    if (!closed()) {
      return new FailureException(failure, e);
    }
    boolean back = Strategies.goesBack(run);
    Stage create = Strategies.of(Strategies.CREATE, back); // before, it is ruins, or closing does
    if (run.record().result(create.key()).isPresent()) {
      new NewStack(workshop, run, back ? workshop.old() : workshop.fresh()).noteLeft();
    }
    String id = run.id().text();
    Failure seen =
        new Failure(
            kind(failure.kind()),
            failure.whatHappened(),
            new Situation(workshop, run).held(),
            failure.next());
    if (failure.kind() == Failure.Kind.NOT_APPROVED) {
      return new FailureException(seen, e); // what goes on without an approval asks again
    }
    Failure held =
        seen.next(
            back
                ? new String[] {"rehome resume " + id + "    goes on going back"}
                : new String[] {
                  "rehome resume " + id + "    tries again from where it stopped",
                  "rehome rollback " + id + "    brings the old revision back from the backup"
                });
    boolean destroyed = run.record().result(Strategies.DESTROY.key()).isPresent();
    if (destroyed && !back && !new NewStack(workshop, run, workshop.fresh()).opened()) {
      held =
          held.then(
              "rehome resume "
                  + id
                  + " --revision REVISION    builds a mended revision in place of this one");
    }
    return new FailureException(held, e);
  }

  /** Whoever reads an exit code that means that nothing was changed must be able to rely on it. */
  private static Failure.Kind kind(Failure.Kind kind) {
    return switch (kind) {
      case BAD_INPUT, NOT_READY -> Failure.Kind.FAILED;
      case LOST, BUSY, NOT_APPROVED, STOPPED, FAILED -> kind;
    };
  }
}
