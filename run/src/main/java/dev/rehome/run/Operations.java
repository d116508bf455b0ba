package dev.rehome.run;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Job;
import dev.rehome.process.ProcessFailure;
import dev.rehome.process.Processes;
import dev.rehome.repository.progress.Meter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The effects of one step: commands with names of their own, journaled before they start, running
 * on when this program is killed, and adopted by whoever resumes.
 */
public final class Operations {
  private static final Duration PATIENCE_WITH_SURVIVORS = Duration.ofMinutes(10);

  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration RARELY = Duration.ofSeconds(3);

  /** How often one call begins something anew that was killed each time. */
  private static final int ATTEMPTS = 4;

  private static final Duration WITHOUT_A_TRACE = Duration.ofHours(1);

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

  static Operations of(Run run, Stage stage) {
    return new Operations(run, stage.key(), run.listener().within(stage), true);
  }

  /**
   * Those that put something right: they are waited for in spite of Ctrl-C, and need neither room
   * for the journal nor the repository, since they may be repeated.
   */
  public static Operations toTheEnd(Run run, String name) {
    return new Operations(run, name, run.listener(), false);
  }

  /** Says something to the operator. */
  public void says(String text) {
    listener.says(text);
  }

  /** A meter that the operator sees. */
  public Meter meter() {
    return listener.meter();
  }

  public Path folder() {
    return run.folder();
  }

  public Clock clock() {
    return run.clock();
  }

  public Processes processes() {
    return run.processes();
  }

  /** Where what a command printed is; only this user can read it. */
  public Path log(String name) {
    return known(name)
        .map(operation -> Path.of(operation.folder()))
        .orElseGet(() -> jobFolder(name, 1));
  }

  private Path jobFolder(String name, int attempt) {
    return run.folder()
        .resolve("jobs")
        .resolve((stage + "-" + name + "-" + attempt).replaceAll("[^A-Za-z0-9.]+", "-"));
  }

  private Optional<RunRecord.Operation> known(String name) {
    return run.record().operation(stage, name);
  }

  /** Whether it was ever begun. */
  public boolean begun(String name) {
    return known(name).isPresent();
  }

  /** Whether it began, as far as is known, and nobody saw it end. */
  public boolean underWay(String name) {
    return known(name)
        .filter(operation -> !operation.ended() && !run.neverBegan(operation))
        .isPresent();
  }

  /** Whether it was killed when it was last begun: how far it came nobody knows. */
  public boolean lost(String name) {
    return known(name).filter(RunRecord.Operation::lost).isPresent();
  }

  /** How many times it was begun. */
  public int attempts(String name) {
    return known(name).map(RunRecord.Operation::attempt).orElse(0);
  }

  /** Something that succeeded did not do what it should: the next time it is run anew. */
  public void again(String name) {
    int attempt = known(name).orElseThrow().attempt();
    write(Entry.Kind.OPERATION_ENDED, name, attempt, Optional.empty());
  }

  /** What succeeded before is done again, since what it did may be undone by now. */
  public void anew(String name) {
    if (known(name).filter(RunRecord.Operation::succeeded).isPresent()) {
      again(name);
    }
  }

  /**
   * Runs a command, or waits for the one that an earlier process started. One that has succeeded is
   * not run again. How it ended is empty if it was killed: how far it came is then unknown.
   *
   * @param command made only if it has to be started
   * @param tells what a line of its output tells the operator
   */
  public Optional<Finished> run(
      String name, Supplier<Command> command, Function<String, Optional<String>> tells) {
    return runPermitted(name, () -> new Permitted(command.get(), () -> {}), tells);
  }

  /**
   * A command that may start only as long as it has leave to.
   *
   * @param ensure asked directly before it starts, when all is journaled; fails if it must not
   */
  public record Permitted(Command command, Runnable ensure) {}

  /** Runs one, as {@link #run} does. */
  public Optional<Finished> runPermitted(
      String name, Supplier<Permitted> command, Function<String, Optional<String>> tells) {
    Optional<RunRecord.Operation> known = known(name);
    if (known.isPresent() && known.get().succeeded()) {
      return Optional.of(new Finished(0, "", ""));
    }
    if (known.isEmpty() || known.get().ended()) {
      return begin(name, attempts(name) + 1, command, tells);
    }
    if (!run.isHere(known.get())) { // what was begun on another machine only that one knows
      write(Entry.Kind.OPERATION_ENDED, name, known.get().attempt(), Optional.empty());
      return Optional.empty();
    }
    Job job = run.processes().job(Path.of(known.get().folder()));
    return switch (job.state()) {
      // Its folder is used again: should it begin after all, only one of the two does.
      case NEW -> begin(name, known.get().attempt(), command, tells);
      case RUNNING -> {
        says("waiting for " + name + ", which is under way since before");
        yield ended(name, known.get().attempt(), job, tells);
      }
      case ENDED, LOST -> ended(name, known.get().attempt(), job, tells);
    };
  }

  private Optional<Finished> begin(
      String name,
      int attempt,
      Supplier<Permitted> command,
      Function<String, Optional<String>> tells) {
    run.countBeginning(stage + "/" + name, ATTEMPTS);
    Path folder = jobFolder(name, attempt);
    Job job = run.processes().job(folder);
    Permitted made = command.get();
    try {
      job.prepare();
    } catch (ProcessFailure e) {
      if (stops) {
        throw e;
      }
      says(name + " runs without a trace, since " + e.getMessage());
      ensureMayBegin();
      return Optional.of(run.processes().run(made.command(), WITHOUT_A_TRACE));
    }
    ensureMayBegin();
    write(Entry.Kind.OPERATION_BEGAN, name, attempt, Optional.of(folder.toString()));
    ensureMayBegin(); // of this entry, too, others must know before anything happens
    ensure(made, name, attempt);
    job.start(made.command());
    return ended(name, attempt, job, tells);
  }

  private void ensure(Permitted command, String name, int attempt) {
    try {
      command.ensure().run();
    } catch (RuntimeException e) {
      write(Entry.Kind.OPERATION_ENDED, name, attempt, Optional.of(NOT_STARTED));
      throw e;
    }
  }

  /** Another machine would not know of it, or has taken the run over. */
  private void ensureMayBegin() {
    if (stops) {
      run.ensureHeld();
    } else {
      run.refuseIfTakenOver();
    }
  }

  /**
   * How work at a provider ended.
   *
   * @param failed why, if it did
   */
  public record Remote(String id, Optional<String> failed) {}

  /**
   * Has a provider do something, or waits for what an earlier process had it do. What has succeeded
   * is not done again; what failed is tried once more the next time.
   */
  public Remote remote(String name, RemoteOperation operation) {
    Optional<RunRecord.Operation> known = known(name);
    if (known.isPresent() && known.get().succeeded()) {
      return new Remote(known.get().issued().orElse(""), Optional.empty());
    }
    boolean adopt = known.isPresent() && !known.get().ended();
    int attempt = known.map(RunRecord.Operation::attempt).orElse(0) + (adopt ? 0 : 1);
    String before = adopt ? known.orElseThrow().folder() : operation.before();
    if (!adopt) {
      ensureMayBegin();
      write(Entry.Kind.OPERATION_BEGAN, name, attempt, Optional.of(before));
    }
    Optional<String> issued = known.filter(each -> adopt).flatMap(RunRecord.Operation::issued);
    if (issued.isEmpty()) {
      ensureMayBegin();
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
          run.clock().pause(pause);
        }
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration more = pause.multipliedBy(3).dividedBy(2);
    return more.compareTo(RARELY) > 0 ? RARELY : more;
  }

  /** What was noted under this name in this stage before, or this, noted now. */
  public <T> T noted(String name, Class<T> type, Supplier<T> value) {
    return run.noted(stage, stage + ": " + name, type, value);
  }

  /** What was noted under this name in this stage before, if anything. */
  public <T> Optional<T> noted(String name, Class<T> type) {
    return run.record().note(stage + ": " + name).map(json -> Json.read(json, type));
  }

  private Optional<Finished> ended(
      String name, int attempt, Job job, Function<String, Optional<String>> tells) {
    Job.State state = await(job, tells);
    if (state == Job.State.RUNNING) {
      throw goesOn(name);
    }
    if (state == Job.State.LOST) {
      waitForSurvivors(name, job);
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
    Duration limit = run.clock().elapsed().plus(PATIENCE_WITH_SURVIVORS);
    List<String> survivors = job.survivors();
    if (!survivors.isEmpty()) {
      says(name + " was killed; waiting for what it started: " + String.join(", ", survivors));
    }
    while (!survivors.isEmpty()) {
      if (stops) {
        run.stopIfWished();
      }
      if (run.clock().elapsed().compareTo(limit) > 0) {
        throw new FailureException(
            Failure.Kind.FAILED,
            name
                + " was killed, and processes that it started still run: "
                + String.join(", ", survivors),
            new Safety.Unknown("see what they do"),
            "wait for them, or end them");
      }
      run.clock().pause(SOON);
      survivors = job.survivors();
    }
  }

  /** Waits a little. */
  public void pause(Duration length) {
    if (stops) {
      run.stopIfWished();
    }
    run.clock().pause(length);
  }

  private void write(Entry.Kind kind, String name, int attempt, Optional<?> data) {
    Entry entry = Entry.of(kind).in(stage).operation(name, attempt);
    Entry whole = data.isPresent() ? entry.with(data.get()) : entry;
    if (stops) {
      run.write(whole);
    } else {
      run.writeIfPossible(whole);
    }
  }
}
