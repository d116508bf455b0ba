package dev.rehome.files;

import dev.rehome.process.Command;
import dev.rehome.process.Conversation;
import dev.rehome.process.Finished;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupListener;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.backup.SourceProblem;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.repository.comparison.LiveComparison;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.restore.Restore;
import dev.rehome.repository.restore.RestoreOptions;
import dev.rehome.repository.restore.RestoreResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of this machine. */
public final class FilesHere implements FileStore {
  private static final int PIECE = 1024 * 1024; // bytes fed to a command at once

  private final Repository repository;
  private final Meter meter;
  private final Cancellation cancellation;

  public FilesHere(Repository repository, Meter meter, Cancellation cancellation) {
    this.repository = repository;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  @Override
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
    return new Stored(
        result.tree(),
        result.snapshot(),
        result.summary().files(),
        result.summary().bytes(),
        problems.stream().map(SourceProblem::toString).toList());
  }

  @Override
  public Restored restore(Id tree, String fromRoot, Target to) {
    Id content = below(tree, fromRoot);
    to.folder()
        .ask(repository.blobs(), Optional.of(content), to.mirror(), to.trusting(), cancellation);
    List<String> removed =
        to.mirror()
            .map(set -> new Excess(repository.blobs(), set).remove(content))
            .orElse(List.of());
    var problems = new ArrayList<String>();
    RestoreResult result =
        new Restore(
                repository,
                new RestoreOptions(RestoreOptions.ALL.include(), true, to.owners(), to.trusting()),
                (path, problem) -> {
                  synchronized (problems) {
                    problems.add(path + ": " + problem);
                  }
                },
                meter,
                cancellation)
            .run(content, RawPath.of(to.folder().path()));
    return new Restored(result.written(), removed, problems);
  }

  private Id below(Id tree, String root) {
    return Subtrees.folder(repository.blobs(), tree, root);
  }

  @Override
  public Compared compare(Id tree, String fromRoot, FileSet now, Owners owners) {
    var differing = new ArrayList<Differing>();
    var extra = new ArrayList<Differing>();
    var comparison =
        new LiveComparison(
            repository.blobs(),
            difference -> {
              if (difference.kind() != Difference.Kind.ADDED) {
                differing.add(differing(difference));
              } else {
                extra.add(differing(difference));
              }
            },
            now.members(),
            owners,
            meter,
            cancellation);
    if (Files.isDirectory(Path.of(now.root()))) {
      comparison.compare(below(tree, fromRoot), RawPath.of(now.root()));
    } else {
      differing.add(new Differing(now.root(), Difference.Kind.REMOVED, ""));
    }
    return new Compared(differing, extra);
  }

  private static Differing differing(Difference each) {
    return new Differing(each.path().toString(), each.kind(), each.detail());
  }

  @Override
  public Stored storeOutput(List<String> command, String name, List<String> tags) {
    try (Conversation running = Command.of(command.toArray(String[]::new)).converse()) {
      BackupResult result =
          new Backup(
                  repository,
                  new BackupOptions(
                      tags,
                      Optional.empty(),
                      Optional.empty(),
                      PathPatterns.NONE,
                      Optional.empty()),
                  BackupListener.SILENT,
                  meter,
                  cancellation)
              .stream(name, running.output());
      Finished finished = running.finished();
      if (!finished.succeeded()) {
        repository.snapshots().delete(result.snapshot());
        throw new RepositoryFailure(
            RepositoryFailure.Reason.FAILED,
            String.join(" ", command) + " failed: " + finished.errors().strip(),
            "what it printed is in no backup",
            "see what is wrong there");
      }
      return new Stored(result.tree(), result.snapshot(), 1, result.summary().bytes(), List.of());
    }
  }

  @Override
  public Restored feed(Id tree, String name, List<String> command) {
    try (Conversation running = Command.of(command.toArray(String[]::new)).converse()) {
      long written = 0;
      try (InputStream content = Subtrees.open(repository.blobs(), tree, name);
          OutputStream input = running.input()) {
        byte[] bytes = new byte[PIECE];
        for (int count; (count = content.read(bytes)) >= 0; ) {
          cancellation.check();
          meter.bytes(count);
          input.write(bytes, 0, count);
          written += count;
        }
      } catch (IOException e) {
        // It ended without reading all of its input; how it ended is what counts.
      }
      Finished finished = running.finished();
      return new Restored(
          written,
          List.of(),
          finished.succeeded()
              ? List.of()
              : List.of(String.join(" ", command) + " failed: " + finished.errors().strip()));
    }
  }

  @Override
  public FileSetIdentity identity(FileSet set) {
    return FileSetIdentity.of(set);
  }

  @Override
  public FileMark mark(FileSet set) {
    return FileMark.of(set);
  }
}
