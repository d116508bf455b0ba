package dev.rehome.redeployment;

import dev.rehome.backup.StackRepository;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.journal.Entry;
import dev.rehome.journal.Journal;
import dev.rehome.journal.RunId;
import dev.rehome.journal.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs of a stack: their journals are in folders here, and copies in the repository, so that a
 * run begun on another machine can be gone on with.
 */
public final class Runs {
  private final Path folder;
  private final StackRepository repository;

  /**
   * @param folder one folder in it for each run
   */
  public Runs(Path folder, StackRepository repository) {
    this.folder = folder;
    this.repository = repository;
  }

  Path folder(RunId run) {
    return folder.resolve(run.text());
  }

  /** Begins a run under the next free number. */
  Journal begin(String stack, String from, String to, Optional<RestoreFrom> restoreFrom) {
    int number = newest() + 1;
    var run = new RunId("r" + number);
    Journal journal = Journal.open(folder(run));
    journal.append(
        Entry.of(Entry.Kind.STARTED)
            .with(new RunPlan(run, stack, from, to, Instant.now(), restoreFrom)));
    JournalCopies.put(repository, run, journal.bytes());
    return journal;
  }

  private int newest() {
    return Math.max(newestHere(), JournalCopies.newest(repository));
  }

  private int newestHere() {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> runs = Files.list(folder)) {
      return runs.map(run -> run.getFileName().toString())
          .filter(RunId::fits)
          .mapToInt(name -> new RunId(name).number())
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException("could not list the runs in " + folder, e);
    }
  }

  /** A run that closed or destroyed the stack has to end before another one begins. */
  void refuseUnfinished() {
    int newest = newest();
    if (newest == 0) {
      return;
    }
    RunId run = new RunId("r" + newest);
    RunRecord record = record(entries(run));
    if (record.ended().isEmpty() && record.result(Stage.QUIESCE.key(false)).isPresent()) {
      throw new FailureException(
          Failure.Kind.BUSY,
          "run " + run + " is not over, and the stack is closed because of it",
          new Safety.Untouched("this command changed nothing"),
          "rehome resume " + run + "    goes on with it",
          "rehome rollback " + run + "    brings the old revision back");
    }
  }

  /** How long the newest run took that came to its end; nothing if none did. */
  StageTimes lastTimes() {
    for (int number = newest(); number > 0; number--) {
      List<Entry> entries = entries(new RunId("r" + number));
      StageTimes times = StageTimes.of(entries);
      if (times.outage().isPresent()) {
        return times;
      }
    }
    return StageTimes.of(List.of());
  }

  /** The run named, or the newest one. */
  public RunId find(Optional<String> name) {
    if (name.isPresent() && !RunId.fits(name.get())) {
      throw unknown("\"" + name.get() + "\" is no id of a run; those are r1, r2, …");
    }
    int newest = newest();
    if (name.isEmpty() && newest == 0) {
      throw unknown("there is no run of " + repository.stack() + " yet");
    }
    RunId run = new RunId(name.orElse("r" + newest));
    if (!Journal.exists(folder(run)) && JournalCopies.of(repository, run).isEmpty()) {
      throw unknown("there is no run " + run + " of " + repository.stack());
    }
    return run;
  }

  private static FailureException unknown(String what) {
    return new FailureException(
        Failure.Kind.BAD_INPUT, what, Safety.NOTHING_CHANGED, "rehome run REVISION    begins one");
  }

  /** What is known of the run: from here or the repository, whichever knows more. */
  public List<Entry> entries(RunId run) {
    List<Entry> here = Journal.exists(folder(run)) ? Journal.read(folder(run)) : List.of();
    List<Entry> there = JournalCopies.of(repository, run).map(Journal::parse).orElse(List.of());
    return there.size() > here.size() ? there : here;
  }

  /** Opens a run's journal to go on; from the repository's copy if that is further. */
  Journal open(RunId run) {
    int here = Journal.exists(folder(run)) ? Journal.read(folder(run)).size() : 0;
    JournalCopies.of(repository, run)
        .filter(copy -> Journal.parse(copy).size() > here)
        .ifPresent(copy -> Journal.bring(copy, folder(run)));
    return Journal.open(folder(run));
  }

  /** Writes down that the operator approves. */
  public void approve(RunId run, String by) {
    try (Journal journal = open(run)) {
      journal.append(Entry.of(Entry.Kind.APPROVED).with(by));
      JournalCopies.put(repository, run, journal.bytes());
    }
  }

  /** What a run was begun to do. */
  public static RunPlan plan(List<Entry> entries) {
    return Json.read(entries.getFirst().data().orElseThrow(), RunPlan.class);
  }

  /** What its journal amounts to. */
  public static RunRecord record(List<Entry> entries) {
    return RunRecord.of(entries, Stage.order());
  }
}
