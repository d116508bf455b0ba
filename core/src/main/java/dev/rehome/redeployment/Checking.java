package dev.rehome.redeployment;

import dev.rehome.backup.StackRepository;
import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.lock.LockEntry;
import dev.rehome.lock.RepositoryLockObjects;
import dev.rehome.lock.StackLock;
import dev.rehome.readiness.Attempt;
import dev.rehome.readiness.Findings;
import dev.rehome.readiness.RepositoryLook;
import dev.rehome.redeployment.check.Preview;
import dev.rehome.redeployment.check.PreviewPage;
import dev.rehome.redeployment.check.Readiness;
import dev.rehome.redeployment.plan.StageTimes;
import dev.rehome.redeployment.side.Checkouts;
import dev.rehome.redeployment.side.Side;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.backend.Backend;
import dev.rehome.run.FolderJournals;
import dev.rehome.run.RepositoryJournals;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks, without beginning a run, at everything that one would trip over, in checkouts that are
 * thrown away. What cannot be looked at is a problem, and the rest is looked at all the same.
 *
 * @param repository opens the stack's repository
 */
public record Checking(
    Checkouts checkouts,
    Supplier<StackRepository> repository,
    Scratch scratch,
    Path stateFolder,
    Path scratchBase) {

  public Readiness.Report look(String to, Optional<String> from) {
    Revisions revisions = checkouts.revisions();
    Path folder = stateFolder.resolve("check-" + ProcessHandle.current().pid());
    var readiness = new Readiness(checkouts.stack(), revisions, scratch, stateFolder, scratchBase);
    Attempt<Side> old =
        Attempt.of(() -> checkouts.old(checkouts.running(from, folder.resolve("current")), folder));
    Attempt<Side> fresh = Attempt.of(() -> checkouts.fresh(revisions.commit(to), folder));
    try {
      Readiness.Standing standing =
          old.value()
              .map(readiness::standing)
              .orElseGet(() -> Readiness.Standing.unknown(old.why()));
      Findings sides =
          standing.findings().and(fresh.then(side -> readiness.coming(side, standing)));
      Attempt<Earlier> earlier =
          Attempt.of(
              () ->
                  earlier(
                      revisions,
                      to,
                      place ->
                          old.value()
                              .map(side -> readiness.stays(place, side, standing))
                              .orElse(Findings.NONE)));
      return Readiness.Report.of(sides.and(earlier.then(Earlier::findings)), standing)
          .with(
              earlier.value().map(Earlier::times).orElse(StageTimes.of(List.of())),
              earlier.value().flatMap(Earlier::preview));
    } finally {
      old.value().ifPresent(side -> side.infrastructure().forget());
      fresh.value().ifPresent(side -> side.infrastructure().forget());
      checkouts.remove(folder);
      Folders.remove(folder);
    }
  }

  /** What the repository knows of before, and whether it can be used. */
  private record Earlier(StageTimes times, Optional<Preview> preview, Findings findings) {}

  private Earlier earlier(Revisions revisions, String to, Function<Backend, Findings> stays) {
    try (StackRepository opened = repository.get()) {
      var runs =
          new Runs(
              new FolderJournals(stateFolder.resolve("runs")),
              opened.stack(),
              RepositoryJournals.of(opened.repository(), opened.stack()));
      Attempt<StageTimes> times = Attempt.of(runs::lastTimes);
      Attempt<List<Preview>> preview =
          Attempt.of(() -> Previewing.last(opened, revisions.commit(to)).stream().toList());
      return new Earlier(
          times.value().orElse(StageTimes.of(List.of())),
          preview.value().stream().flatMap(List::stream).findFirst(),
          Findings.of(
              new RepositoryLook(opened)::look,
              () -> stays.apply(opened.repository().backend()),
              times::why,
              () -> preview.then(Checking::lost),
              () -> unless(runs::refuseUnfinished),
              () -> unless(() -> refuseIfAtWork(opened)),
              () -> unless(() -> refuseIfLocked(opened))));
    }
  }

  private static Findings lost(List<Preview> made) {
    return Findings.warnings(
        made.stream()
            .flatMap(each -> PreviewPage.lost(each).stream())
            .map(what -> "the certificate will call lost: " + what)
            .toList());
  }

  /** Nothing, unless it refuses. */
  private static Findings unless(Runnable refusing) {
    refusing.run();
    return Findings.NONE;
  }

  private static void refuseIfAtWork(StackRepository opened) {
    Optional<LockEntry.Held> holder =
        StackLock.working(new RepositoryLockObjects(opened.repository(), opened.stack()));
    if (holder.isPresent()) {
      throw new FailureException(
          Failure.Kind.BUSY,
          "a run of " + opened.stack() + " is on: " + holder.get(),
          Safety.NOTHING_CHANGED,
          "wait until it is over");
    }
  }

  /**
   * Takes the lock for a moment, as backups do: that the repository can be written to shows, too.
   */
  private static void refuseIfLocked(StackRepository opened) {
    RepositoryLock.take(opened.repository(), RepositoryLock.Mode.SHARED).close();
  }
}
