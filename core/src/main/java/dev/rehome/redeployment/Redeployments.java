package dev.rehome.redeployment;

import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.StackRepository;
import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.journal.Entry;
import dev.rehome.journal.Journal;
import dev.rehome.journal.RunId;
import dev.rehome.proof.Prover;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Begins, resumes and turns back redeployments of one stack, one at a time.
 *
 * @param stateFolder where runs are, and dumps for a while
 * @param scratchBase below which the proof's servers are
 */
public record Redeployments(
    Checkouts checkouts,
    StackRepository repository,
    BackupTaking backups,
    Prover prover,
    Scratch scratch,
    Path stateFolder,
    Path scratchBase,
    Approval approval,
    RunListener listener) {

  public Runs runs() {
    return new Runs(stateFolder.resolve("runs"), repository);
  }

  /** Begins a run and carries it to its end. */
  public Redeployment.Outcome begin(
      String to, Optional<String> from, Optional<RestoreFrom> restoreFrom, boolean takeOver) {
    Revisions revisions = checkouts.revisions();
    String old =
        checkouts.running(from, stateFolder.resolve("current-" + ProcessHandle.current().pid()));
    String fresh = revisions.commit(to);
    runs().refuseUnfinished();
    try (var lock = StackLock.take(repository, "a run to " + fresh, takeOver);
        Journal journal = runs().begin(repository.stack(), old, fresh, restoreFrom)) {
      return redeployment(journal, lock, false, restoreFrom).go();
    }
  }

  /**
   * Goes on with a run.
   *
   * @param acceptLost what the last certificate called lost is meant to be so
   * @param restoreFrom in place of what was said when it was begun
   */
  public Redeployment.Outcome resume(
      RunId run, boolean acceptLost, Optional<RestoreFrom> restoreFrom, boolean takeOver) {
    try (var lock = StackLock.take(repository, "run " + run, takeOver);
        Journal journal = open(run)) {
      return redeployment(journal, lock, acceptLost, restoreFrom).go();
    }
  }

  /** Brings the old revision back. */
  public Redeployment.Outcome rollBack(RunId run, boolean discardWritesSince, boolean takeOver) {
    try (var lock = StackLock.take(repository, "rolling back run " + run, takeOver);
        Journal journal = runs().open(run)) {
      return redeployment(journal, lock, false, Optional.empty()).goBack(discardWritesSince);
    }
  }

  private Journal open(RunId run) {
    Optional<Entry> ended = Runs.record(runs().entries(run)).ended();
    if (ended.isPresent()) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "run " + run + " is over: " + ended.get().data(String.class),
          Safety.NOTHING_CHANGED,
          "rehome report " + run + "    shows it",
          "rehome run REVISION    begins another");
    }
    return runs().open(run);
  }

  private Redeployment redeployment(
      Journal journal, StackLock lock, boolean acceptLost, Optional<RestoreFrom> restoreFrom) {
    RunPlan plan = Runs.plan(journal.entries());
    RestoreFrom first = restoreFrom.or(plan::restoreFrom).orElse(RestoreFrom.SNAPSHOT);
    var run = new Run(plan, journal, repository, lock, listener, acceptLost, first);
    Workshop workshop = workshop(journal.folder(), plan);
    StateCopies.bring(workshop, run);
    return new Redeployment(run, workshop, stateFolder);
  }

  private Workshop workshop(Path folder, RunPlan plan) {
    return new Workshop(
        checkouts.stack(),
        repository,
        checkouts.revisions(),
        checkouts.old(plan.from(), folder),
        checkouts.fresh(plan.to(), folder),
        backups,
        prover,
        scratch,
        scratchBase.resolve(
            "rehome-"
                + repository.repository().config().id().brief()
                + "-"
                + repository.stack()
                + "-"
                + plan.run()),
        approval);
  }
}
