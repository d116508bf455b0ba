package dev.rehome.redeployment;

import dev.rehome.backup.SavedBackup;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.journal.Entry;
import dev.rehome.redeployment.Stage.Edge;
import dev.rehome.redeployment.StepResult.Approved;
import dev.rehome.redeployment.StepResult.Certified;
import dev.rehome.redeployment.StepResult.DatabasesRestored;
import dev.rehome.redeployment.StepResult.Opened;
import dev.rehome.redeployment.StepResult.Quiesced;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Replaces a stack built from one revision by one built from another, with all its state. */
public final class Redeployment {
  private final Run run;
  private final Workshop workshop;
  private final Steps steps;

  Redeployment(Run run, Workshop workshop, Path temporary) {
    this.run = run;
    this.workshop = workshop;
    this.steps = new Steps(run, workshop, temporary);
  }

  /** What a redeployment came to. */
  public record Outcome(
      RunPlan plan,
      String word,
      Optional<SavedBackup> backup,
      Optional<Certified> certified,
      Optional<Opened> opened,
      Path folder) {}

  private void redeploy() {
    var checked = run.step(steps.check());
    var staged = run.step(steps.stage());
    run.step(steps.prove(staged));
    askAgainIfRunOut();
    var approved = run.step(steps.approve(checked, staged));
    var quiesced = run.step(steps.quiesce());
    var backup = run.step(steps.backUp(quiesced));
    run.step(steps.proveAgain(backup));
    run.step(steps.destroy(quiesced, backup, approved));
    rebuild(workshop.fresh(), workshop.repository().backup(backup.backup()), quiesced);
  }

  /**
   * An approval that ran out while the run stood still: the stack serves until there is another.
   */
  private void askAgainIfRunOut() {
    boolean runOut =
        run.result(Stage.APPROVE, Approved.class)
            .filter(approved -> approved.until().isBefore(Instant.now()))
            .isPresent();
    if (runOut && !run.destroyBegun()) {
      if (run.result(Stage.QUIESCE, Quiesced.class).isPresent()) {
        steps.reopen();
      }
      run.forget(Stage.APPROVE);
    }
  }

  /** The tail, which rolling back shares. */
  private void rebuild(Side side, SavedBackup backup, Quiesced quiesced) {
    var restored = restore(side, backup);
    if (!run.record().rollingBack()) {
      run.step(steps.migrate(side));
    }
    run.step(steps.certify(side, backup, restored));
    run.step(steps.open(side, quiesced));
    run.step(steps.close(side));
  }

  /**
   * Builds, and restores files and databases side by side: the outage waits for the slower. A
   * server that neither its snapshot nor the dump could be restored to is replaced by a new one
   * once, for the dump.
   */
  private DatabasesRestored restore(Side side, SavedBackup backup) {
    run.step(steps.create(side));
    try {
      return run.both(steps.restoreFiles(side, backup), steps.restoreDatabases(side, backup));
    } catch (Ladder.ServerFailed failed) {
      if (run.anew().isPresent()) {
        throw failed;
      }
      run.listener().says("neither way worked; building once more, for the dump: " + failed);
      run.buildAnew(new Run.Anew(failed.database(), failed.rungs()));
      return restore(side, backup);
    }
  }

  /** Runs from where the journal is to the end. */
  public Outcome go() {
    try {
      if (run.record().rollingBack()) {
        rollBack();
      } else {
        redeploy();
      }
      return end(run.record().rollingBack() ? "rolled back" : "redeployed");
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private Outcome end(String word) {
    steps.forget();
    run.write(Entry.of(Entry.Kind.ENDED).with(word));
    return outcome(word);
  }

  private Outcome outcome(String word) {
    boolean back = run.record().rollingBack();
    return new Outcome(
        run.plan(),
        word,
        run.result(Stage.BACK_UP, StepResult.BackedUp.class)
            .map(result -> workshop.repository().backup(result.backup())),
        run.result(Stage.CERTIFY, Certified.class, back),
        run.result(Stage.OPEN, Opened.class, back),
        run.folder());
  }

  /** Follows the edge of the stage that failed. */
  private FailureException failed(RuntimeException e) {
    Failure failure = Failures.of(e);
    if (failure.kind() == Failure.Kind.BUSY) {
      return new FailureException(failure, e); // the run is another's now: nothing is touched
    }
    Stage stage = run.current();
    if (edge(stage) == Edge.STOP || edge(stage) == Edge.REOPEN) {
      steps.discardScratch(); // each proof makes its own; a run may wait for days
    }
    FailureException seen =
        switch (edge(stage)) {
          case STOP -> new FailureException(stopped(failure, stage), e);
          case REOPEN -> reopened(failure, e);
          case HOLD -> held(failure, e);
          case WARN ->
              new FailureException(failure.safe(new Safety.Standing("the new stack serves")), e);
        };
    run.write(Entry.of(Entry.Kind.FAILED).in(stage.word()).with(seen.failure().whatHappened()));
    return seen;
  }

  /** Destroying reopens as long as nothing was destroyed, and holds from then on. */
  private Edge edge(Stage stage) {
    return run.record().rollingBack() || (stage == Stage.DESTROY && run.destroyBegun())
        ? Edge.HOLD
        : stage.edge();
  }

  private Failure stopped(Failure failure, Stage stage) {
    Failure safe =
        failure.safe() instanceof Safety.Untouched
            ? failure
            : failure.safe(new Safety.Untouched("the stack is untouched and serves"));
    String resume = "rehome resume " + run.plan().run();
    return safe.next().stream().anyMatch(step -> step.contains(resume))
        ? safe
        : safe.then(resume + "    goes on with " + stage.word());
  }

  private FailureException reopened(Failure failure, RuntimeException e) {
    try {
      steps.reopen();
      run.forget(Stage.QUIESCE);
      return new FailureException(
          failure
              .safe(new Safety.Standing("nothing was destroyed; the old stack serves again"))
              .next("rehome resume " + run.plan().run() + "    tries again, from quiesce on"),
          e);
    } catch (RuntimeException reopening) {
      return new FailureException(
          failure
              .also(
                  "and opening the old stack again failed: "
                      + Failures.of(reopening).whatHappened())
              .safe(new Safety.Standing("nothing was destroyed; the old stack stands, closed"))
              .next(
                  "start its service by hand",
                  "rehome rollback " + run.plan().run() + "    tries again to open it"),
          e);
    }
  }

  private FailureException held(Failure failure, RuntimeException e) {
    String backup =
        run.result(Stage.BACK_UP, StepResult.BackedUp.class)
            .map(result -> result.backup().text())
            .orElse("");
    String id = run.plan().run().text();
    return new FailureException(
        failure
            .safe(
                new Safety.Destroyed(
                    "backup "
                        + backup
                        + " is complete and proven; the old stack is destroyed; the new one is"
                        + " closed to users"))
            .next(
                "rehome resume " + id + "    tries again from where it stopped",
                "rehome rollback " + id + "    brings the old revision back from the backup"),
        e);
  }

  /**
   * Goes back: before anything was destroyed by opening the old stack again, later by building the
   * old revision from the final backup.
   */
  public Outcome goBack(boolean discardWritesSince) {
    try {
      if (!run.destroyBegun()) {
        steps.reopen();
        run.forget(Stage.QUIESCE);
        return end("rolled back");
      }
      if (!run.record().rollingBack()) {
        keepWritesSince(discardWritesSince);
        run.write(Entry.of(Entry.Kind.ROLLBACK_BEGAN));
      }
      rollBack();
      return end("rolled back");
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /** What users wrote to the new stack is not in the backup that is restored. */
  private void keepWritesSince(boolean discard) {
    if (discard || run.result(Stage.OPEN, Opened.class).isEmpty()) {
      return;
    }
    try {
      steps.backUpNewStack();
    } catch (RuntimeException e) {
      steps.openNewStack();
      throw e;
    }
  }

  private void rollBack() {
    Quiesced quiesced = run.result(Stage.QUIESCE, Quiesced.class).orElseThrow();
    var backup = run.result(Stage.BACK_UP, StepResult.BackedUp.class).orElseThrow();
    run.step(steps.destroyNew(backup));
    workshop.old().changed();
    rebuild(workshop.old(), workshop.repository().backup(backup.backup()), quiesced);
  }
}
