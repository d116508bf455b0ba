package dev.rehome.cli.stack;

import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Sources;
import dev.rehome.backup.StackRepository;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileSet;
import dev.rehome.files.FreshFolder;
import dev.rehome.redeployment.side.RunningStack;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.format.Id;
import dev.rehome.stack.Stack.FilesSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where a backup's files may be restored to: nowhere where anything would be lost by it. */
record RestoreTarget(Workplace workplace, StackRepository repository, SavedBackup backup) {
  /** Looks at the folder that was named. */
  FreshFolder look(Path named, boolean intoExisting) {
    Path folder = named.toAbsolutePath().normalize();
    Blobs blobs = repository.repository().blobs();
    List<FilesPart> parts = backup.document().files();
    var unknown = new ArrayList<String>();
    List<String> never = inUse(unknown);
    List<String> into =
        parts.stream()
            .flatMap(part -> paths(part.set()))
            .map(path -> folder + path.toString())
            .toList();
    List<Id> trees =
        parts.stream().map(part -> Subtrees.folder(blobs, backup.tree(), part.place())).toList();
    // Where it is not known what the stack has, an empty folder still takes nothing from it.
    boolean existing = intoExisting && unknown.isEmpty();
    try {
      return FreshFolder.named(
          folder.toString(),
          new FreshFolder.Apart(never, into, trees, existing),
          blobs,
          repository.cancellation());
    } catch (RepositoryFailure e) {
      throw refused(e, intoExisting, unknown);
    }
  }

  private FailureException refused(
      RepositoryFailure e, boolean intoExisting, List<String> unknown) {
    var next =
        new ArrayList<>(
            List.of("rehome restore " + backup.id() + " --files /var/tmp/rehome-" + backup.id()));
    if (e.reason() == RepositoryFailure.Reason.CONFLICT && unknown.isEmpty()) {
      next.add(
          "--into-existing    leaves there what is there, and overwrites what has the same name");
    }
    String why =
        intoExisting && !unknown.isEmpty()
            ? "\nand it cannot be found out whether it is the stack's: " + unknown.getFirst()
            : "";
    return new FailureException(
        new Failure(Failure.Kind.BAD_INPUT, e.whatHappened() + why, Safety.NOTHING_CHANGED, next),
        e);
  }

  /**
   * What the stack has on whatever machine, as this one may be it, now and by its backups; and what
   * Rehome keeps.
   */
  private List<String> inUse(List<String> unknown) {
    var paths = new ArrayList<Path>();
    try (RunningStack running = workplace.oldStack()) {
      Sources sources = workplace.sources(running);
      for (FilesSettings settings : workplace.stack().files()) {
        add(paths, () -> sources.origin(settings), unknown);
        add(paths, () -> sources.target(settings), unknown);
      }
    }
    repository.backups().stream()
        .flatMap(each -> each.document().files().stream())
        .flatMap(part -> withRoot(part.set()))
        .forEach(paths::add);
    repository.repository().backend().folder().ifPresent(paths::add);
    paths.add(workplace.stateFolder());
    return paths.stream()
        .map(path -> path.toAbsolutePath().normalize().toString())
        .distinct()
        .toList();
  }

  private static void add(List<Path> paths, Supplier<FileSet> set, List<String> unknown) {
    try {
      withRoot(set.get()).forEach(paths::add);
    } catch (FailureException e) {
      unknown.add(e.failure().whatHappened());
    }
  }

  private static Stream<Path> withRoot(FileSet set) {
    return Stream.concat(Stream.of(Path.of(set.root())), paths(set));
  }

  private static Stream<Path> paths(FileSet set) {
    return set.include().stream().map(path -> Path.of(set.root()).resolve(path).normalize());
  }
}
