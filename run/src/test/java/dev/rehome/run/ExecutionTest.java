package dev.rehome.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.LocalProcesses;
import dev.rehome.repository.Cancellation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is carried out in its order, and what stands side by side in it side by side. */
class ExecutionTest {
  private static final Stage FIRST = Stage.of("first", Edge.STOP);
  private static final Stage LEFT = Stage.of("left", Edge.HOLD);
  private static final Stage RIGHT = Stage.of("right", Edge.HOLD).besides();
  private static final Stage LAST = Stage.of("last", Edge.WARN);
  private static final Plan PLAN = new Plan("plan", List.of(FIRST, LEFT, RIGHT, LAST));

  private record Done(String text) implements Result {
    @Override
    public String summary() {
      return text;
    }
  }

  private record Doing(Supplier<String> work) implements Step<Done> {
    @Override
    public Class<Done> type() {
      return Done.class;
    }

    @Override
    public Done run(Operations operations) {
      operations.says("hello");
      return new Done(work.get());
    }
  }

  @TempDir Path folder = Path.of("");
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch warned = new CountDownLatch(1);
  private final Map<Stage, Supplier<String>> work = new HashMap<>();
  private final Map<RunId, byte[]> copies = new HashMap<>();
  private boolean copied = true;
  private Journal journal;
  private Run run;

  @SuppressWarnings("NullAway.Init")
  ExecutionTest() {}

  @BeforeEach
  void begin() {
    var origin = new Origin("here", "machine");
    journal = Journal.on(FolderJournal.open(folder), Clock.SYSTEM, origin);
    PLAN.stages().forEach(stage -> work.put(stage, stage::word));
    run =
        new Run(
            new RunId("r1"),
            Plans.of(PLAN),
            journal,
            new Copies(),
            () -> {},
            new Hearing(),
            new Surroundings(
                Clock.SYSTEM,
                new LocalProcesses(),
                origin,
                new Cancellation(),
                Thread::startVirtualThread));
  }

  @AfterEach
  void end() {
    journal.close();
  }

  private final class Copies implements JournalCopies {
    @Override
    public void put(RunId id, byte[] bytes) {
      if (!copied) {
        throw failure(Failure.Kind.FAILED, "the repository is away");
      }
      copies.put(id, bytes);
    }

    @Override
    public Optional<byte[]> of(RunId id) {
      return Optional.ofNullable(copies.get(id));
    }

    @Override
    public List<RunId> runs() {
      return List.copyOf(copies.keySet());
    }
  }

  private final class Hearing implements RunListener {
    @Override
    public void follows(Plan plan) {
      heard.add("follows " + plan.name());
    }

    @Override
    public void began(Stage stage) {
      heard.add("began " + stage);
    }

    @Override
    public void done(Stage stage, String summary, Duration duration, boolean before) {
      heard.add((before ? "done before " : "done ") + stage);
    }

    @Override
    public void failed(Stage stage) {
      heard.add("failed " + stage);
    }

    @Override
    public WorkListener within(Stage stage) {
      return text -> heard.add(stage + " says " + text);
    }

    @Override
    public void warns(String text) {
      heard.add("warns " + text);
      warned.countDown();
    }

    @Override
    public void says(String text) {
      heard.add("says " + text);
    }
  }

  private void go() {
    new Execution(run, stage -> new Doing(Objects.requireNonNull(work.get(stage)))).follow(PLAN);
  }

  private static String await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).as("the other one is at work, too").isTrue();
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FailureException failure(Failure.Kind kind, String what, String... next) {
    return new FailureException(kind, what, Safety.NOTHING_CHANGED, next);
  }

  private static Supplier<String> failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  @Test
  void eachIsAtWorkWhileTheOtherIs() {
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    work.put(
        LEFT,
        () -> {
          first.countDown();
          return await(second);
        });
    work.put(
        RIGHT,
        () -> {
          second.countDown();
          return await(first);
        });
    go();
    assertThat(heard)
        .startsWith("follows plan", "began first", "first says hello", "done first")
        .contains("left says hello", "right says hello", "done left", "done right")
        .endsWith("began last", "last says hello", "done last");
    heard.clear();
    go();
    assertThat(heard)
        .contains("done before first", "done before last")
        .doesNotContain("began first");
  }

  @Test
  void whenOneFailsTheOtherIsWaitedForAndNotDoneAgain() {
    work.put(LEFT, failing(failure(Failure.Kind.LOST, "a file is gone")));
    work.put(RIGHT, () -> await(warned));
    assertThatThrownBy(this::go)
        .isInstanceOfSatisfying(
            StageFailedException.class, failed -> assertThat(failed.stage()).isEqualTo(LEFT))
        .hasMessageContaining("a file is gone");
    assertThat(heard)
        .contains("warns left failed, right is waited for: a file is gone", "failed left")
        .contains("done right")
        .doesNotContain("began last");
    assertThat(run.result(LEFT, Done.class)).isEmpty();
    heard.clear();
    work.put(LEFT, () -> "");
    go();
    assertThat(heard).contains("done left", "done before right", "done last");
  }

  @Test
  void twoFailuresAreToldAsOne() {
    work.put(LEFT, failing(failure(Failure.Kind.LOST, "a file is gone", "do something")));
    work.put(
        RIGHT,
        failing(failure(Failure.Kind.FAILED, "pg_restore failed", "do something", "look there")));
    assertThatThrownBy(this::go)
        .isInstanceOfSatisfying(
            StageFailedException.class,
            both -> {
              Failure failure = Failures.of(both);
              assertThat(failure.whatHappened()).isEqualTo("a file is gone\npg_restore failed");
              assertThat(failure.next()).containsExactly("do something", "look there");
            });
  }

  @Test
  void aProgramThatRunsOutOfMemoryHasFailedLikeAnyOther() {
    work.put(
        LEFT,
        () -> {
          throw new OutOfMemoryError();
        });
    assertThatThrownBy(this::go)
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("not enough memory");
  }

  @Test
  void theOperatorsWishAndAnothersLockAreToldAlone() {
    RuntimeException wish = failure(Failure.Kind.STOPPED, "stopped by Ctrl-C");
    RuntimeException goesOn = failure(Failure.Kind.STOPPED, "stopped by Ctrl-C\nload goes on");
    RuntimeException busy = failure(Failure.Kind.BUSY, "the run is another's");
    RuntimeException real = failure(Failure.Kind.FAILED, "broken");
    assertThat(Failures.both(wish, real)).isSameAs(real);
    assertThat(Failures.both(real, wish)).isSameAs(real);
    assertThat(Failures.both(wish, goesOn)).isSameAs(goesOn);
    assertThat(Failures.both(busy, real)).isSameAs(busy);
    assertThat(Failures.both(real, busy)).isSameAs(busy);
    assertThat(Failures.both(busy, wish)).isSameAs(busy);
    assertThat(Failures.both(wish, busy)).isSameAs(busy);
  }

  @Test
  void withoutTheRepositoryLooksGoOnAndNoEffectBegins() {
    copied = false;
    work.put(FIRST, () -> "looked");
    Step<Done> acting =
        new Step<>() {
          @Override
          public Class<Done> type() {
            return Done.class;
          }

          @Override
          public Done run(Operations operations) {
            operations.run(
                "touch",
                () -> dev.rehome.process.Command.of("touch", folder.resolve("acted").toString()),
                line -> Optional.empty());
            return new Done("acted");
          }
        };
    assertThatThrownBy(
            () ->
                new Execution(
                        run,
                        stage ->
                            stage.equals(FIRST)
                                ? new Doing(Objects.requireNonNull(work.get(FIRST)))
                                : acting)
                    .follow(PLAN))
        .hasMessageContaining("the repository is away");
    assertThat(run.result(FIRST, Done.class)).contains(new Done("looked"));
    assertThat(folder.resolve("acted")).doesNotExist();
    copied = true;
    new Execution(run, stage -> acting).follow(PLAN);
    assertThat(folder.resolve("acted")).exists();
    assertThat(Journal.parse(Objects.requireNonNull(copies.get(run.id()))))
        .isEqualTo(journal.entries());
  }

  /** The program was killed between writing down that it begins, and beginning it. */
  @Test
  void whatIsKnownNeverToHaveBegunIsNotUnderWay() {
    Path job = folder.resolve("job");
    run.write(
        Entry.of(Entry.Kind.OPERATION_BEGAN).in("first").operation("touch", 1).with("" + job));
    Operations operations = Operations.of(run, FIRST);
    assertThat(operations.underWay("touch")).as("its folder is gone: nobody knows").isTrue();
    run.processes().job(job).prepare();
    assertThat(operations.underWay("touch")).isFalse();
    assertThat(run.isAtWork()).isFalse();
  }

  @Test
  void whatPutsSomethingRightNeedsNoRepository() {
    copied = false;
    Operations.toTheEnd(run, "reopen")
        .run(
            "open",
            () -> dev.rehome.process.Command.of("touch", folder.resolve("opened").toString()),
            line -> Optional.empty());
    assertThat(folder.resolve("opened")).exists();
  }
}
