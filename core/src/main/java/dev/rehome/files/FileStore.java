package dev.rehome.files;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.backup.SourceProblem;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.repository.comparison.LiveComparison;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.restore.Restore;
import dev.rehome.repository.restore.RestoreOptions;
import dev.rehome.repository.restore.RestoreResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves files of this machine into the repository and back. */
public final class FileStore {
  private final Repository repository;
  private final Meter meter;
  private final Cancellation cancellation;

  public FileStore(Repository repository, Meter meter, Cancellation cancellation) {
    this.repository = repository;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /** What was stored, and what could not be. */
  public record Stored(BackupResult result, List<SourceProblem> problems) {}

  /**
   * Stores the set under its full paths.
   *
   * @param before a tree of an earlier backup, so that what did not change is not read again
   */
  public Stored store(FileSet set, Optional<Id> before, List<String> tags) {
    var problems = new ArrayList<SourceProblem>();
    var options =
        new BackupOptions(tags, Optional.empty(), Optional.empty(), set.exclusion(), before);
    BackupResult result =
        new Backup(
                repository,
                options,
                problem -> {
                  synchronized (problems) {
                    problems.add(problem);
                  }
                },
                meter,
                cancellation)
            .paths(set.paths());
    return new Stored(result, List.copyOf(problems));
  }

  /** What was written, and what could not be. */
  public record Restored(RestoreResult result, List<String> problems) {}

  /**
   * Restores what was stored below one root to below another. What is there already and equal is
   * not written.
   *
   * @param tree of a stored set, with full paths
   */
  public Restored restore(Id tree, String fromRoot, String toRoot) {
    var problems = new ArrayList<String>();
    RestoreResult result =
        new Restore(
                repository,
                new RestoreOptions(RestoreOptions.ALL.include(), true),
                (path, problem) -> {
                  synchronized (problems) {
                    problems.add(path + ": " + problem);
                  }
                },
                meter,
                cancellation)
            .run(below(tree, fromRoot), RawPath.of(toRoot));
    return new Restored(result, List.copyOf(problems));
  }

  private Id below(Id tree, String root) {
    return Subtrees.folder(repository.blobs(), tree, root);
  }

  /** What differs, reading every byte; {@code extra} is what the stored set does not have. */
  public record Compared(List<Difference> differing, List<Difference> extra) {}

  /** Compares a stored set with what is below the root now. */
  public Compared compare(Id tree, String fromRoot, FileSet now) {
    var differing = new ArrayList<Difference>();
    var extra = new ArrayList<Difference>();
    var comparison =
        new LiveComparison(
            repository.blobs(),
            difference -> {
              if (difference.kind() != Difference.Kind.ADDED) {
                differing.add(difference);
              } else if (now.contains(difference.path())) {
                extra.add(difference);
              }
            },
            meter,
            cancellation);
    if (Files.isDirectory(Path.of(now.root()))) {
      comparison.compare(below(tree, fromRoot), RawPath.of(now.root()));
    } else {
      differing.add(new Difference(RawPath.of(now.root()), Difference.Kind.REMOVED, ""));
    }
    return new Compared(List.copyOf(differing), List.copyOf(extra));
  }
}
