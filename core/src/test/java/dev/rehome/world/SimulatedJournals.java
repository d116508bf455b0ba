package dev.rehome.world;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.run.JournalCopies;
import dev.rehome.run.JournalFile;
import dev.rehome.run.JournalFiles;
import dev.rehome.run.RunId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Journals on a machine's disk. */
public record SimulatedJournals(Invocation by) implements JournalFiles {
  @Override
  public List<String> names() {
    return List.copyOf(by.machine.journals.keySet());
  }

  @Override
  public Path folder(String name) {
    return Places.run(by.machineName(), name);
  }

  @Override
  public boolean exists(String name) {
    return by.machine.journals.containsKey(name);
  }

  @Override
  public byte[] read(String name) {
    return by.call(
        "Journal.read",
        Trouble.DISK,
        () -> Objects.requireNonNull(by.machine.journals.get(name)).all);
  }

  /** Opens it, or makes it; one process has it open at a time. */
  @Override
  public JournalFile open(String name) {
    return by.call(
        "Journal.open",
        Trouble.DISK,
        () -> {
          Invocation other = by.machine.open.get(name);
          if (other != null && other != by && other.alive) {
            throw new FailureException(
                Failure.Kind.BUSY,
                "another process works on this run",
                new Safety.Untouched("this command changed nothing"),
                "rehome status    shows what it does");
          }
          by.machine.open.put(name, by);
          SimulatedJournal.Bytes file =
              by.machine.journals.computeIfAbsent(name, fresh -> new SimulatedJournal.Bytes());
          int whole = file.all.length;
          while (whole > 0 && file.all[whole - 1] != '\n') {
            whole--;
          }
          file.all = Arrays.copyOf(file.all, whole);
          return new SimulatedJournal(by, name, folder(name), file);
        });
  }

  @Override
  public void bring(String name, byte[] copy) {
    by.call(
        "Journal.bring",
        Trouble.DISK,
        () -> {
          by.machine.journals.computeIfAbsent(name, fresh -> new SimulatedJournal.Bytes()).all =
              copy;
        });
  }

  /** Copies of journals in the repository. */
  public static JournalCopies copies(Invocation by) {
    Repository repository = by.world.repository;
    return new JournalCopies() {
      private void ensureUp() {
        if (repository.down) {
          throw Trouble.REPOSITORY.of("copies of journals");
        }
      }

      @Override
      public void put(RunId run, byte[] journal) {
        by.call(
            "Copies.put",
            Trouble.REPOSITORY,
            () -> {
              ensureUp();
              repository
                  .journals
                  .computeIfAbsent(run, fresh -> new TreeMap<>())
                  .put(by.lockNumber, journal);
              if (by.marked != null) {
                by.marked.migrating = false; // from now on others' writes are told by the mark
                by.marked = null;
              }
              if (by.markedFiles != null) {
                by.markedFiles.restoring = false;
                by.markedFiles = null;
              }
            });
      }

      @Override
      public Optional<byte[]> of(RunId run) {
        return by.call(
            "Copies.of",
            Trouble.REPOSITORY,
            () -> {
              ensureUp();
              return Optional.ofNullable(repository.journals.get(run))
                  .map(all -> all.lastEntry().getValue());
            });
      }

      @Override
      public List<RunId> runs() {
        return by.call(
            "Copies.runs",
            Trouble.REPOSITORY,
            () -> {
              ensureUp();
              return List.copyOf(repository.journals.keySet());
            });
      }
    };
  }
}
