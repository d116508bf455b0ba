package dev.rehome.redeployment;

import dev.rehome.backup.StackRepository;
import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.repository.RepositoryLock;
import java.nio.file.Path;
import java.util.Optional;
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
    Optional<Side> old =
        readiness.find(
            () -> checkouts.old(checkouts.running(from, folder.resolve("current")), folder));
    Optional<Side> fresh = readiness.find(() -> checkouts.fresh(revisions.commit(to), folder));
    try {
      old.ifPresent(readiness::old);
      fresh.ifPresent(readiness::fresh);
      readiness.attempt(
          () -> {
            try (StackRepository opened = repository.get()) {
              readiness.repository(opened);
              var runs = new Runs(stateFolder.resolve("runs"), opened);
              readiness.attempt(() -> readiness.earlier(runs));
              readiness.attempt(() -> readiness.preview(opened, revisions.commit(to)));
              readiness.attempt(runs::refuseUnfinished);
              readiness.attempt(() -> refuseIfAtWork(opened));
              readiness.attempt(() -> refuseIfLocked(opened));
            }
          });
      return readiness.report();
    } finally {
      old.ifPresent(side -> side.infrastructure().forget());
      fresh.ifPresent(side -> side.infrastructure().forget());
      checkouts.remove(folder);
      Folders.remove(folder);
    }
  }

  private static void refuseIfAtWork(StackRepository opened) {
    Optional<StackLock.Holder> holder = StackLock.holder(opened).filter(who -> !who.dead());
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
