package dev.rehome.redeployment;

import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.RepositoryBackups;
import dev.rehome.backup.StackRepository;
import dev.rehome.database.Scratch;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.lock.LockRenewal;
import dev.rehome.lock.LockTaking;
import dev.rehome.lock.StackLock;
import dev.rehome.proof.Proving;
import dev.rehome.readiness.Findings;
import dev.rehome.readiness.RepositoryLook;
import dev.rehome.redeployment.check.Readiness;
import dev.rehome.redeployment.look.Belonging;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Checkouts;
import dev.rehome.redeployment.side.FetchedDump;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.step.Steps;
import dev.rehome.redeployment.workshop.Approval;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.FolderJournals;
import dev.rehome.run.Journal;
import dev.rehome.run.RepositoryJournals;
import dev.rehome.run.Run;
import dev.rehome.run.RunId;
import dev.rehome.run.RunListener;
import dev.rehome.run.Surroundings;
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
    Proving prover,
    Scratch scratch,
    Path stateFolder,
    Path scratchBase,
    Approval approval,
    RunListener listener,
    Surroundings surroundings) {

  public Runs runs() {
    return runs(RepositoryJournals.of(repository.repository(), repository.stack()));
  }

  private Runs runs(RepositoryJournals copies) {
    return new Runs(new FolderJournals(stateFolder.resolve("runs")), repository.stack(), copies);
  }

  private RepositoryJournals copies(StackLock lock) {
    return RepositoryJournals.of(repository.repository(), repository.stack(), lock.number());
  }

  private StackLock lock(String work, boolean takeOver) {
    return LockTaking.of(repository.repository(), repository.stack(), listener::says)
        .take(work, takeOver);
  }

  /**
   * Begins a run and carries it to its end. Which revision runs is asked under the lock: until then
   * another run may end.
   */
  @SuppressWarnings("try") // the lock is renewed while this lasts
  public Redeployment.Outcome begin(
      String to, Optional<String> from, Optional<RestoreFrom> restoreFrom, boolean takeOver) {
    Revisions revisions = checkouts.revisions();
    Path folder = stateFolder.resolve("current-" + ProcessHandle.current().pid());
    String fresh = revisions.commit(to);
    runs().refuseUnfinished();
    try (StackLock lock = lock("a run to " + fresh, takeOver);
        LockRenewal renewal = LockRenewal.of(lock);
        Journal journal =
            runs(copies(lock))
                .begin(
                    checkouts.running(from, folder),
                    fresh,
                    restoreFrom,
                    lock::ensureHeld,
                    surroundings)) {
      return redeployment(journal, lock, false, restoreFrom, false, takeOver).go();
    }
  }

  /**
   * Goes on with a run.
   *
   * @param acceptLost what the last certificate called lost is meant to be so
   * @param restoreFrom in place of what was said when it was begun
   * @param revision another one to go on with, in place of the new one
   */
  @SuppressWarnings("try") // the lock is renewed while this lasts
  public Redeployment.Outcome resume(
      RunId run,
      boolean acceptLost,
      Optional<RestoreFrom> restoreFrom,
      Optional<String> revision,
      boolean takeOver) {
    Optional<String> commit = revision.map(checkouts.revisions()::commit);
    try (StackLock lock = lock("run " + run, takeOver);
        LockRenewal renewal = LockRenewal.of(lock);
        Journal journal = runs(copies(lock)).goOn(run, surroundings)) {
      return Redeployment.resume(
          () -> redeployment(journal, lock, acceptLost, restoreFrom, false, takeOver), commit);
    }
  }

  /** Brings the old revision back. */
  @SuppressWarnings("try") // the lock is renewed while this lasts
  public Redeployment.Outcome rollBack(RunId run, boolean discardWritesSince, boolean takeOver) {
    try (StackLock lock = lock("rolling back run " + run, takeOver);
        LockRenewal renewal = LockRenewal.of(lock);
        Journal journal = runs(copies(lock)).goBack(run, surroundings)) {
      return redeployment(journal, lock, false, Optional.empty(), discardWritesSince, takeOver)
          .goBack(discardWritesSince);
    }
  }

  private Redeployment redeployment(
      Journal journal,
      StackLock lock,
      boolean acceptLost,
      Optional<RestoreFrom> restoreFrom,
      boolean discard,
      boolean takeOver) {
    RunPlan plan = Runs.plan(journal.entries());
    RestoreFrom first = restoreFrom.or(plan::restoreFrom).orElse(RestoreFrom.SNAPSHOT);
    var run =
        new Run(
            plan.run(),
            Strategies.ALL,
            journal,
            copies(lock),
            lock::ensureHeld,
            listener,
            surroundings);
    Workshop workshop = workshop(journal.folder(), plan);
    Belonging.verify(run, workshop);
    return new Redeployment(
        plan,
        run,
        workshop,
        new Steps.Wishes(acceptLost, first, discard),
        new Elsewhere(run, workshop, takeOver));
  }

  private Workshop workshop(Path folder, RunPlan plan) {
    Path scratchFolder =
        scratchBase.resolve(
            "rehome-"
                + repository.repository().config().id().brief()
                + "-"
                + repository.stack()
                + "-"
                + plan.run());
    Side built = checkouts.fresh(plan, folder);
    return new Workshop(
        checkouts.stack(),
        new RepositoryBackups(repository, backups),
        prover,
        checkouts.old(plan.from(), folder),
        built,
        (commit, whole) -> mended(plan.mended(commit), built, whole, folder, scratchFolder),
        scratch,
        scratchFolder,
        approval,
        (old, fresh) -> look(old, fresh, scratchFolder),
        (side, backup, part, database) -> new FetchedDump(repository, side, backup, part, database),
        side -> checkouts.leave(side, plan, folder));
  }

  /** Another revision, if nothing was found that a run would trip over. */
  private Side mended(RunPlan plan, Side fresh, boolean whole, Path folder, Path scratchFolder) {
    Side mended = checkouts.fresh(plan, folder);
    readiness(scratchFolder)
        .mended(fresh, mended, whole)
        .refuse("put that right, then rehome resume " + plan.run() + " --revision REVISION");
    return mended;
  }

  private Readiness readiness(Path scratchFolder) {
    return new Readiness(
        checkouts.stack(), checkouts.revisions(), scratch, stateFolder, scratchFolder);
  }

  private Readiness.Report look(Side old, Side fresh, Path scratchFolder) {
    Readiness readiness = readiness(scratchFolder);
    Readiness.Standing standing = readiness.standing(old);
    Findings found =
        standing
            .findings()
            .and(readiness.coming(fresh, standing))
            .and(
                Findings.of(
                    new RepositoryLook(repository)::look,
                    () -> readiness.stays(repository.repository().backend(), old, standing)));
    return Readiness.Report.of(found, standing);
  }
}
