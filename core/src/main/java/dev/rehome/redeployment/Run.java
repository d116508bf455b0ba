package dev.rehome.redeployment;

import dev.rehome.backup.StackRepository;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.journal.Entry;
import dev.rehome.journal.Journal;
import dev.rehome.journal.RunRecord;
import dev.rehome.repository.Crew;
import dev.rehome.repository.RepositoryFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A run under way: steps that are done are not done again, and every result is journaled. */
final class Run {
  static final String LOST = "lost";
  private static final String ANEW = "anew";

  /** What a certificate called lost. */
  record Lost(List<String> what) {}

  private final RunPlan plan;
  private final Journal journal;
  private final StackRepository repository;
  private final StackLock lock;
  private final RunListener listener;
  private final boolean acceptLost;
  private final RestoreFrom restoreFrom;

  /**
   * @param acceptLost whether what the last certificate called lost is meant to be so
   * @param restoreFrom where databases are brought back from first
   */
  Run(
      RunPlan plan,
      Journal journal,
      StackRepository repository,
      StackLock lock,
      RunListener listener,
      boolean acceptLost,
      RestoreFrom restoreFrom) {
    this.restoreFrom = restoreFrom;
    this.acceptLost = acceptLost;
    this.plan = plan;
    this.journal = journal;
    this.repository = repository;
    this.lock = lock;
    this.listener = listener;
  }

  RunPlan plan() {
    return plan;
  }

  Path folder() {
    return journal.folder();
  }

  RunListener listener() {
    return listener;
  }

  RestoreFrom restoreFrom() {
    return restoreFrom;
  }

  synchronized RunRecord record() {
    return RunRecord.of(journal.entries(), Stage.order());
  }

  private String key(Stage stage) {
    return stage.key(record().rollingBack());
  }

  /** The step's result: of the time before, or of now. */
  <R extends StepResult> R step(Step<R> step) {
    String key = key(step.stage());
    Optional<R> before = record().result(key).map(json -> Json.read(json, step.type()));
    if (before.isPresent()) {
      listener.done(step.stage(), before.get().summary(), Duration.ZERO, true);
      return before.get();
    }
    stopIfWished();
    lock.ensureHeld();
    Instant began = Instant.now();
    write(Entry.of(Entry.Kind.STAGE_BEGAN).in(key));
    listener.began(step.stage());
    R result;
    try {
      result = step.run(Operations.of(this, step.stage(), key));
    } catch (RuntimeException e) {
      listener.failed(step.stage());
      throw cancelled(e) ? stopped() : e;
    }
    write(Entry.of(Entry.Kind.STAGE_DONE).in(key).with(result));
    listener.done(step.stage(), result.summary(), Duration.between(began, Instant.now()), false);
    return result;
  }

  /**
   * The second one's result, of two that run side by side. If one fails, the other is waited for,
   * so that none is under way when the failure is seen to.
   */
  <R extends StepResult> R both(Step<?> first, Step<R> second) {
    CompletableFuture<R> beside =
        CompletableFuture.supplyAsync(() -> step(second), Thread::startVirtualThread);
    RuntimeException failed = null;
    try {
      step(first);
    } catch (RuntimeException e) {
      failed = e;
      if (!beside.isDone()) {
        listener.warns(
            first.stage().word()
                + " failed, "
                + second.stage().word()
                + " is waited for: "
                + Failures.of(e).whatHappened());
      }
    }
    R result;
    try {
      result = Crew.result(beside);
    } catch (RuntimeException other) {
      throw failed == null ? other : Failures.both(failed, other);
    }
    if (failed != null) {
      throw failed;
    }
    return result;
  }

  private static boolean cancelled(RuntimeException e) {
    return e instanceof RepositoryFailure failure
        && failure.reason() == RepositoryFailure.Reason.CANCELLED;
  }

  /** The result of a stage that is done, without running it. */
  <R extends StepResult> Optional<R> result(Stage stage, Class<R> type) {
    return record().result(stage.key(false)).map(json -> Json.read(json, type));
  }

  /** Why the stack is built once more, from nothing: what was restored into it came to nothing. */
  record Anew(String database, List<StepResult.Rung> rungs) {}

  /** The same, if it is so. */
  Optional<Anew> anew() {
    return record().note(ANEW).map(json -> Json.read(json, Anew.class));
  }

  void buildAnew(Anew why) {
    forget(Stage.CREATE);
    noted(ANEW, Anew.class, () -> why);
  }

  /** Whether the operator has seen that all of this is lost, and means it. */
  boolean accepts(List<String> lost) {
    return acceptLost
        && record()
            .note(LOST)
            .filter(seen -> Json.read(seen, Lost.class).what().containsAll(lost))
            .isPresent();
  }

  /** What was noted under this name before, or this, noted now. */
  <T> T noted(String name, Class<T> type, java.util.function.Supplier<T> value) {
    return record()
        .note(name)
        .map(json -> Json.read(json, type))
        .orElseGet(
            () -> {
              T now = value.get();
              write(Entry.of(Entry.Kind.NOTED).operation(name, 0).with(now));
              return now;
            });
  }

  /** The same, of the tail that goes back to the old revision. */
  <R extends StepResult> Optional<R> result(Stage stage, Class<R> type, boolean rollingBack) {
    return record().result(stage.key(rollingBack)).map(json -> Json.read(json, type));
  }

  /** The first stage that is not done. */
  Stage current() {
    RunRecord record = record();
    return java.util.Arrays.stream(Stage.values())
        .filter(stage -> record.result(stage.key(record.rollingBack())).isEmpty())
        .findFirst()
        .orElse(Stage.CLOSE);
  }

  /** Whether destroying the old stack was ever begun. */
  boolean destroyBegun() {
    return record().operation(Stage.DESTROY.key(false), Destroy.OPERATION).isPresent();
  }

  /** Ctrl-C: between two effects is a safe point. */
  void stopIfWished() {
    if (repository.cancellation().wished()) {
      throw stopped();
    }
  }

  boolean stopWished() {
    return repository.cancellation().wished();
  }

  FailureException stopped() {
    return new FailureException(
        Failure.Kind.STOPPED,
        "stopped by Ctrl-C",
        new Safety.Standing("the run is where its journal says"),
        "rehome resume " + plan.run() + "    goes on");
  }

  /** On the disk here, and a copy in the repository, so that another machine can go on. */
  synchronized void write(Entry entry) {
    journal.append(entry);
    JournalCopies.put(repository, plan.run(), journal.bytes());
  }

  /** Results from here on no longer count. */
  void forget(Stage from) {
    write(Entry.of(Entry.Kind.VOIDED).in(key(from)));
  }
}
