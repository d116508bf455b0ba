package dev.rehome.redeployment;

import dev.rehome.backup.WorkListener;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.journal.Entry;
import dev.rehome.journal.RunRecord;
import dev.rehome.managed.RemoteOperation;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Job;
import dev.rehome.repository.Party;
import dev.rehome.repository.progress.Meter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The effects of one step: commands with names of their own, journaled before they start, running
 * on when this program is killed, and adopted by whoever resumes.
 */
final class Operations {
  private static final Duration PATIENCE_WITH_SURVIVORS = Duration.ofMinutes(10);

  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration RARELY = Duration.ofSeconds(3);

  private static final int NOT_STARTED = 127; // as shells say it

  private final Run run;
  private final String stage;
  private final WorkListener listener;
  private final boolean stops;

  private Operations(Run run, String stage, WorkListener listener, boolean stops) {
    this.run = run;
    this.stage = stage;
    this.listener = listener;
    this.stops = stops;
  }

  /**
   * Those of a stage.
   *
   * @param key as the journal names it
   */
  static Operations of(Run run, Stage stage, String key) {
    return new Operations(run, key, run.listener().within(stage), true);
  }

  /** Those of no stage. */
  static Operations of(Run run, String name) {
    return new Operations(run, name, run.listener(), true);
  }

  /** Those that put something right after Ctrl-C, and so are waited for in spite of it. */
  static Operations toTheEnd(Run run, String name) {
    return new Operations(run, name, run.listener(), false);
  }

  /** Says something to the operator. */
  void says(String text) {
    listener.says(text);
  }

  /** A meter that the operator sees. */
  Meter meter() {
    return listener.meter();
  }

  Path folder() {
    return run.folder();
  }

  /** Where what a command printed is; only this user can read it. */
  Path log(String name) {
    return run.record()
        .operation(stage, name)
        .map(operation -> Path.of(operation.folder()))
        .orElseGet(() -> jobFolder(name, 1));
  }

  private Path jobFolder(String name, int attempt) {
    return run.folder()
        .resolve("jobs")
        .resolve((stage + "-" + name + "-" + attempt).replaceAll("[^A-Za-z0-9.]+", "-"));
  }

  /** Whether it was ever begun. */
  boolean begun(String name) {
    return run.record().operation(stage, name).isPresent();
  }

  /** How many times it was begun. */
  int attempts(String name) {
    return run.record().operation(stage, name).map(RunRecord.Operation::attempt).orElse(0);
  }

  /** Something that succeeded did not do what it should: the next time it is run anew. */
  void again(String name) {
    int attempt = run.record().operation(stage, name).orElseThrow().attempt();
    write(Entry.Kind.OPERATION_ENDED, name, attempt, Optional.empty());
  }

  /**
   * Runs a command, or waits for the one that an earlier process started. One that has succeeded is
   * not run again. How it ended is empty if it was killed: how far it came is then unknown.
   *
   * @param command made only if it has to be started
   * @param tells what a line of its output tells the operator
   */
  Optional<Finished> run(
      String name, Supplier<Command> command, Function<String, Optional<String>> tells) {
    Optional<RunRecord.Operation> known = run.record().operation(stage, name);
    if (known.isPresent() && known.get().succeeded()) {
      return Optional.of(new Finished(0, "", ""));
    }
    boolean adopt = known.isPresent() && !known.get().ended();
    int attempt = known.map(RunRecord.Operation::attempt).orElse(0) + (adopt ? 0 : 1);
    boolean elsewhere = adopt && !known.orElseThrow().host().equals(Party.self().hostname());
    Path folder =
        adopt && !elsewhere ? Path.of(known.orElseThrow().folder()) : jobFolder(name, attempt);
    var job = new Job(folder);
    // What was begun on another machine only that one knows.
    Job.State state = elsewhere ? Job.State.LOST : job.state();
    if (state == Job.State.NEW) {
      Command made = command.get();
      write(Entry.Kind.OPERATION_BEGAN, name, attempt, Optional.of(folder.toString()));
      job.start(made);
    } else if (state == Job.State.RUNNING) {
      says("waiting for " + name + ", which is under way since before");
    }
    return ended(name, attempt, job, elsewhere, tells);
  }

  /**
   * How work at a provider ended.
   *
   * @param failed why, if it did
   */
  record Remote(String id, Optional<String> failed) {}

  /**
   * Has a provider do something, or waits for what an earlier process had it do. What has succeeded
   * is not done again; what failed is tried once more the next time.
   */
  Remote remote(String name, RemoteOperation operation) {
    Optional<RunRecord.Operation> known = run.record().operation(stage, name);
    if (known.isPresent() && known.get().succeeded()) {
      return new Remote(known.get().issued().orElse(""), Optional.empty());
    }
    boolean adopt = known.isPresent() && !known.get().ended();
    int attempt = known.map(RunRecord.Operation::attempt).orElse(0) + (adopt ? 0 : 1);
    String before = adopt ? known.orElseThrow().folder() : operation.before();
    if (!adopt) {
      write(Entry.Kind.OPERATION_BEGAN, name, attempt, Optional.of(before));
    }
    Optional<String> issued = known.filter(each -> adopt).flatMap(RunRecord.Operation::issued);
    if (issued.isEmpty()) {
      switch (operation.begin(before)) {
        case RemoteOperation.Start.Begun(String id) -> {
          write(Entry.Kind.OPERATION_ISSUED, name, attempt, Optional.of(id));
          issued = Optional.of(id);
        }
        case RemoteOperation.Start.Refused(String why) -> {
          write(Entry.Kind.OPERATION_ENDED, name, attempt, Optional.of(1));
          return new Remote("", Optional.of(why));
        }
      }
    }
    Optional<String> failed = await(name, operation, issued.get());
    write(Entry.Kind.OPERATION_ENDED, name, attempt, Optional.of(failed.isEmpty() ? 0 : 1));
    return new Remote(issued.get(), failed);
  }

  private Optional<String> await(String name, RemoteOperation operation, String id) {
    for (Duration pause = SOON; ; pause = longer(pause)) {
      switch (operation.progress(id)) {
        case RemoteOperation.Progress.Done() -> {
          return Optional.empty();
        }
        case RemoteOperation.Progress.Failed(String why) -> {
          return Optional.of(why);
        }
        case RemoteOperation.Progress.Running() -> {
          if (stops && run.stopWished()) {
            throw goesOn(name);
          }
          sleep(pause);
        }
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration more = pause.multipliedBy(3).dividedBy(2);
    return more.compareTo(RARELY) > 0 ? RARELY : more;
  }

  /** What was noted under this name in this stage before, or this, noted now. */
  <T> T noted(String name, Class<T> type, Supplier<T> value) {
    return run.noted(stage + ": " + name, type, value);
  }

  /** What was noted under this name in this stage before, if anything. */
  <T> Optional<T> noted(String name, Class<T> type) {
    return run.record().note(stage + ": " + name).map(json -> Json.read(json, type));
  }

  private Optional<Finished> ended(
      String name,
      int attempt,
      Job job,
      boolean elsewhere,
      Function<String, Optional<String>> tells) {
    Job.State state = elsewhere ? Job.State.LOST : await(job, tells);
    if (state == Job.State.RUNNING) {
      throw goesOn(name);
    }
    if (state == Job.State.LOST) {
      if (!elsewhere) {
        waitForSurvivors(name, job);
      }
      write(Entry.Kind.OPERATION_ENDED, name, attempt, Optional.empty());
      return Optional.empty();
    }
    Finished finished =
        state == Job.State.NEW ? new Finished(NOT_STARTED, "", "it did not start") : job.finished();
    write(Entry.Kind.OPERATION_ENDED, name, attempt, Optional.of(finished.exitCode()));
    return Optional.of(finished);
  }

  private FailureException goesOn(String name) {
    return new FailureException(
        run.stopped()
            .failure()
            .also(name + " goes on by itself; what resumes waits for it and does not do it twice"));
  }

  private Job.State await(Job job, Function<String, Optional<String>> tells) {
    var tail = new Tail(job.output());
    Job.State state =
        job.await(
            () -> {
              tail.lines(line -> tells.apply(line).ifPresent(this::says));
              return stops && run.stopWished();
            });
    tail.lines(line -> tells.apply(line).ifPresent(this::says));
    return state;
  }

  /** What a killed command started may still be at work, and must not be doubled. */
  private void waitForSurvivors(String name, Job job) {
    Instant limit = Instant.now().plus(PATIENCE_WITH_SURVIVORS);
    List<String> survivors = job.survivors();
    if (!survivors.isEmpty()) {
      says(name + " was killed; waiting for what it started: " + String.join(", ", survivors));
    }
    while (!survivors.isEmpty()) {
      if (stops) {
        run.stopIfWished();
      }
      if (Instant.now().isAfter(limit)) {
        throw new FailureException(
            Failure.Kind.FAILED,
            name
                + " was killed, and processes that it started still run: "
                + String.join(", ", survivors),
            new Safety.Unknown("see what they do"),
            "wait for them, or end them");
      }
      sleep(SOON);
      survivors = job.survivors();
    }
  }

  /** Waits a little. */
  void pause(Duration length) {
    if (stops) {
      run.stopIfWished();
    }
    sleep(length);
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw run.stopped();
    }
  }

  private void write(Entry.Kind kind, String name, int attempt, Optional<?> data) {
    Entry entry = Entry.of(kind).in(stage).operation(name, attempt);
    run.write(data.isPresent() ? entry.with(data.get()) : entry);
  }

  /** Reads a growing file line by line. */
  private static final class Tail {
    private final Path file;
    private long at;

    Tail(Path file) {
      this.file = file;
    }

    void lines(Consumer<String> each) {
      try (var in = new RandomAccessFile(file.toFile(), "r")) {
        in.seek(at);
        byte[] more = new byte[(int) Math.min(in.length() - at, 1 << 20)];
        in.readFully(more);
        int start = 0;
        for (int i = 0; i < more.length; i++) {
          if (more[i] == '\n') {
            each.accept(new String(more, start, i - start, StandardCharsets.UTF_8));
            start = i + 1;
          }
        }
        at += start;
      } catch (IOException e) {
        at = Math.max(at, 0); // the file is not there yet: the next look may find it
      }
    }
  }
}
