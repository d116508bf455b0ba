package dev.rehome.repository.restore;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Crew;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.RepositoryLock;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.FileSystemSync;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Making;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.progress.Meter;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Restores a tree, or parts of it, into a folder. Run again after an interruption, it goes on where
 * that was.
 */
public final class Restore {
  private final Repository repository;
  private final RestoreOptions options;
  private final RestoreListener listener;
  private final Meter meter;
  private final Cancellation cancellation;

  public Restore(
      Repository repository,
      RestoreOptions options,
      RestoreListener listener,
      Meter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.options = options;
    this.listener = listener;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  public RestoreResult run(Id tree, RawPath target) {
    try (var lock = RepositoryLock.begin(repository);
        var crew = new Crew()) {
      var plan = new Plan(repository.blobs(), options.include(), options.owners(), cancellation);
      var obstacles = new Obstacles(options);
      checkTarget(target);
      plan.visit(tree, target, obstacles);
      obstacles.refuse();
      meter.total(obstacles.bytes());
      var ledger = new Ledger(listener, meter);
      lock.ensureHeld();
      makeTarget(target);
      try (FileSystemSync sync = sync(target, obstacles)) {
        var restoring =
            new Restoring(
                ledger,
                new Batch(repository.blobs(), crew, ledger, cancellation),
                options.trusting());
        plan.visit(tree, target, restoring);
        restoring.finish();
        ledger.attempt(target, sync::finish);
      }
      return ledger.result();
    }
  }

  private static void checkTarget(RawPath target) {
    try {
      Optional<FileStatus> there = Folder.statusIfPresent(target);
      if (there.isPresent() && Folder.statusFollowingLinks(target).type() != NodeType.DIRECTORY) {
        throw unfit("the target " + target + " is no folder");
      }
    } catch (SystemException e) {
      throw unfit("cannot use the target " + e.getMessage());
    }
  }

  private static void makeTarget(RawPath target) {
    try {
      if (Folder.statusIfPresent(target).isEmpty()) {
        makeTarget(target.parent());
        Making.folder(target);
      }
    } catch (SystemException e) {
      throw unfit("cannot make the target " + e.getMessage());
    }
  }

  private static FileSystemSync sync(RawPath target, Obstacles obstacles) {
    try {
      var folders = new LinkedHashMap<>(obstacles.fileSystems());
      folders.putIfAbsent(Folder.statusFollowingLinks(target).device(), target);
      return FileSystemSync.begin(folders.values());
    } catch (SystemException e) {
      throw unfit("cannot use the target " + e.getMessage());
    }
  }

  private static RepositoryFailure unfit(String what) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        what,
        "nothing was written",
        "give a --target that is a folder, or can be made, and that you may write to");
  }
}
