package dev.rehome.run;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Job;
import dev.rehome.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A run under way: steps that are done are not done again, and every result is journaled. */
public final class Run {
  private final RunId id;
  private final Journal journal;
  private final JournalCopies copies;
  private final Hold hold;
  private final RunListener listener;
  private final Surroundings surroundings;
  private final RunRecord record;
  private final Map<String, Integer> beginnings = new HashMap<>();
  private Optional<RuntimeException> unknown = Optional.empty();

  /**
   * @param plans those that the run can follow
   * @param hold the right to work on the stack
   */
  public Run(
      RunId id,
      Plans plans,
      Journal journal,
      JournalCopies copies,
      Hold hold,
      RunListener listener,
      Surroundings surroundings) {
    this.id = id;
    this.journal = journal;
    this.copies = copies;
    this.hold = hold;
    this.listener = listener;
    this.surroundings = surroundings;
    this.record = RunRecord.of(journal.entries(), plans);
  }

  public RunId id() {
    return id;
  }

  public Path folder() {
    return journal.folder();
  }

  public RunListener listener() {
    return listener;
  }

  public Clock clock() {
    return surroundings.clock();
  }

  public Processes processes() {
    return surroundings.processes();
  }

  Executor besides() {
    return surroundings.besides();
  }

  /** What it amounts to so far; changes as it goes on. */
  public synchronized RunRecord record() {
    return record;
  }

  public synchronized List<Entry> entries() {
    return journal.entries();
  }

  /** The result of a stage that is done. */
  public synchronized <R extends Result> Optional<R> result(Stage stage, Class<R> type) {
    return record.result(stage.key()).map(json -> Json.read(json, type));
  }

  /** The result of a stage that has to be done by now. */
  public <R extends Result> R need(Stage stage, Class<R> type) {
    return result(stage, type)
        .orElseThrow(() -> new IllegalStateException(stage + " is not done yet"));
  }

  /**
   * What was noted under this name before, or this, noted now. It counts until the stage's results
   * are voided.
   */
  public <T> T noted(Stage stage, String name, Class<T> type, Supplier<T> value) {
    return noted(stage.key(), name, type, value);
  }

  /** The same, of what counts as long as the run. */
  public <T> T noted(String name, Class<T> type, Supplier<T> value) {
    return noted("", name, type, value);
  }

  <T> T noted(String stage, String name, Class<T> type, Supplier<T> value) {
    return note(name, type)
        .orElseGet(
            () -> {
              T now = value.get();
              write(Entry.of(Entry.Kind.NOTED).in(stage).operation(name, 0).with(now));
              return now;
            });
  }

  /** What was noted under this name before. */
  public synchronized <T> Optional<T> note(String name, Class<T> type) {
    return record.note(name).map(json -> Json.read(json, type));
  }

  /** Whether this machine knows what became of an operation. */
  boolean isHere(RunRecord.Operation operation) {
    return isHere(operation.origin());
  }

  /** Whether this machine wrote it. */
  public boolean isHere(Entry entry) {
    return isHere(entry.by());
  }

  private boolean isHere(String by) {
    Origin here = surroundings.origin();
    return by.equals(here.machine()) || by.equals(here.host()); // as version 1 said it
  }

  /**
   * Whether an operation that the journal says began is known never to have: the program was killed
   * or stopped in between.
   */
  public boolean neverBegan(Entry began) {
    return record()
        .operation(began.stage().orElse(""), began.name().orElse(""))
        .filter(operation -> operation.attempt() == began.attempt())
        .filter(operation -> operation.exitCode().isEmpty()) // another machine may say it ended
        .filter(this::neverBegan)
        .isPresent();
  }

  boolean neverBegan(RunRecord.Operation operation) {
    return isHere(operation)
        && operation.isCommand()
        && processes().job(Path.of(operation.folder())).state() == Job.State.NEW;
  }

  /** Whether an operation of a stage began, as far as is known, and nobody saw it end. */
  public boolean isUnderWay(Stage stage) {
    return underWay().anyMatch(each -> each.stage().equals(stage.key()));
  }

  /** Whether any operation began, as far as is known, and nobody saw it end. */
  public boolean isUnderWay() {
    return underWay().findAny().isPresent();
  }

  private Stream<RunRecord.Named> underWay() {
    return record().underWay().stream().filter(each -> !neverBegan(each.operation()));
  }

  /** Whether a command that was begun on this machine is at work right now. */
  public boolean isAtWork() {
    return record().underWay().stream()
        .map(RunRecord.Named::operation)
        .filter(operation -> operation.isCommand() && isHere(operation))
        .anyMatch(
            operation -> processes().job(Path.of(operation.folder())).state() == Job.State.RUNNING);
  }

  /** Entries of commands whose end is not known, and that only another machine can see. */
  public List<Entry> underWayElsewhere() {
    return record().underWay().stream()
        .filter(each -> each.operation().isCommand() && !isHere(each.operation()))
        .map(this::began)
        .toList();
  }

  private Entry began(RunRecord.Named operation) {
    return entries().reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.OPERATION_BEGAN)
        .filter(entry -> entry.stage().orElse("").equals(operation.stage()))
        .filter(entry -> entry.name().orElse("").equals(operation.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Writes down that a command on another machine has ended; how far it came nobody knows. */
  public void endedElsewhere(Entry began) {
    write(
        Entry.of(Entry.Kind.OPERATION_ENDED)
            .in(began.stage().orElse(""))
            .operation(began.name().orElse(""), began.attempt()));
  }

  /** What people call the machine that wrote an entry; another one may have this one's name. */
  public String machine(Entry entry) {
    boolean namesake = !isHere(entry) && entry.host().equals(surroundings.origin().host());
    return namesake
        ? "another machine, or container, that is called " + entry.host()
        : "machine " + entry.host();
  }

  /** What is killed again and again is not begun for ever. */
  synchronized void countBeginning(String operation, int most) {
    if (beginnings.merge(operation, 1, Integer::sum) > most) {
      throw new FailureException(
          Failure.Kind.FAILED,
          operation.replaceFirst("^.*/", "") + " was killed " + most + " times in a row",
          Safety.NOTHING_CHANGED,
          "see what kills it (too little memory?)");
    }
  }

  /** Ctrl-C: between two effects is a safe point. */
  public void stopIfWished() {
    if (stopWished()) {
      throw stopped();
    }
  }

  public boolean stopWished() {
    return surroundings.cancellation().wished();
  }

  FailureException stopped() {
    return new FailureException(
        Failure.Kind.STOPPED,
        "stopped by Ctrl-C",
        new Safety.Standing("the run is where its journal says"),
        "rehome resume " + id + "    goes on");
  }

  /** Directly before each effect: others have to know all of the run, and must not have it. */
  public void ensureHeld() {
    ensureKnown();
    hold.ensureHeld();
  }

  /**
   * Fails if somebody else has the run by now. That it cannot be asked is no reason to stop what
   * puts something right.
   */
  public void refuseIfTakenOver() {
    try {
      hold.ensureHeld();
    } catch (RuntimeException e) {
      if (Failures.of(e).kind() == Failure.Kind.BUSY) {
        throw e;
      }
    }
  }

  /** On the disk here, and a copy for other machines as soon as there can be one. */
  public synchronized void write(Entry entry) {
    refuseIfTakenOver(); // the journal is theirs, too
    record.add(journal.append(entry));
    copy();
  }

  private void copy() {
    try {
      copies.put(id, journal.bytes());
      unknown = Optional.empty();
    } catch (RuntimeException e) {
      if (unknown.isEmpty()) {
        listener.warns(
            "the repository does not have the newest of this run's journal: "
                + Failures.of(e).whatHappened());
      }
      unknown = Optional.of(e);
    }
  }

  /** Another machine that would go on has to know all that this one knows. */
  private synchronized void ensureKnown() {
    if (unknown.isPresent()) {
      copy();
    }
    if (unknown.isPresent()) {
      throw unknown.get();
    }
  }

  /** What may be repeated can do without having been written down. */
  synchronized void writeIfPossible(Entry entry) {
    try {
      write(entry);
    } catch (RuntimeException e) {
      if (Failures.of(e).kind() == Failure.Kind.BUSY) {
        throw e;
      }
      record.add(entry);
      listener.warns("the run's journal cannot be written: " + Failures.of(e).whatHappened());
    }
  }

  /** Results from here on no longer count. */
  public void forget(Stage from) {
    write(Entry.of(Entry.Kind.VOIDED).in(from.key()));
  }

  /** The same, of what was undone already: it is found out again if it cannot be written down. */
  public void forgetIfPossible(Stage from) {
    writeIfPossible(Entry.of(Entry.Kind.VOIDED).in(from.key()));
  }

  /** Writes down why the run stops; that it does is not changed by a full disk. */
  public void writeFailure(Optional<Stage> stage, Failure failure) {
    Entry entry = Entry.of(Entry.Kind.FAILED).with(failure.whatHappened());
    writeIfPossible(stage.map(each -> entry.in(each.key())).orElse(entry));
  }

  /** From now on the first plan is followed from this stage on, to do what the data says. */
  public void amend(Stage from, Object data) {
    write(Entry.of(Entry.Kind.AMENDED).in(from.key()).with(data));
  }

  /** From now on another plan is followed. */
  public void follow(Plan plan) {
    write(Entry.of(Entry.Kind.FOLLOWED).with(plan.name()));
  }

  /**
   * Sees to everything that is under way, before another plan is followed: waits for it, or ends
   * it.
   *
   * @param waits for which it is waited; the rest is ended
   */
  public void settle(Predicate<RunRecord.Named> waits) {
    for (RunRecord.Named each : record().underWay()) {
      RunRecord.Operation operation = each.operation();
      if (isHere(operation) && operation.isCommand()) {
        settle(each, waits.test(each));
      }
    }
  }

  private void settle(RunRecord.Named each, boolean wait) {
    Job job = processes().job(Path.of(each.operation().folder()));
    if (job.state() == Job.State.NEW) {
      return; // that it never began is asked for later, too
    }
    if (job.state() == Job.State.RUNNING && wait) {
      listener.says("waiting for " + each.name() + ", which is still under way");
      job.await(this::stopWished);
      stopIfWished();
    }
    if (job.state() == Job.State.RUNNING || job.state() == Job.State.LOST) {
      listener.says("ending " + each.name() + ", which is still under way");
      job.end(); // killed while it was waited for, too: what it started may go on
    }
    Entry ended =
        Entry.of(Entry.Kind.OPERATION_ENDED)
            .in(each.stage())
            .operation(each.name(), each.operation().attempt());
    write(job.state() == Job.State.ENDED ? ended.with(job.finished().exitCode()) : ended);
  }

  /** The step's result: of the time before, or of now. */
  <R extends Result> R step(Stage stage, Step<R> step) {
    Optional<R> before = result(stage, step.type());
    if (before.isPresent()) {
      listener.done(stage, before.get().summary(), Duration.ZERO, true);
      return before.get();
    }
    stopIfWished();
    hold.ensureHeld();
    Duration began = clock().elapsed();
    write(Entry.of(Entry.Kind.STAGE_BEGAN).in(stage.key()));
    listener.began(stage);
    R result;
    try {
      result = step.run(Operations.of(this, stage));
    } catch (RuntimeException e) {
      listener.failed(stage);
      throw Failures.of(e).kind() == Failure.Kind.STOPPED && !(e instanceof FailureException)
          ? stopped()
          : e;
    }
    write(Entry.of(Entry.Kind.STAGE_DONE).in(stage.key()).with(result));
    listener.done(stage, result.summary(), clock().elapsed().minus(began), false);
    return result;
  }
}
