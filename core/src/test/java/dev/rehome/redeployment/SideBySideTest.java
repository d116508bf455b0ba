package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.backup.StackRepository;
import dev.rehome.backup.WorkListener;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.journal.Entry;
import dev.rehome.journal.Journal;
import dev.rehome.journal.RunId;
import dev.rehome.redeployment.StepResult.DatabasesRestored;
import dev.rehome.redeployment.StepResult.FilesRestored;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and databases are restored side by side. */
class SideBySideTest {
  @TempDir Path folder = Path.of("");
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch warned = new CountDownLatch(1);
  private StackRepository stack;
  private Journal journal;
  private StackLock lock;
  private Run run;

  @SuppressWarnings("NullAway.Init")
  SideBySideTest() {}

  @BeforeEach
  void begin() throws IOException {
    var backend = new LocalBackend(Files.createDirectory(folder.resolve("repository")));
    Repository repository =
        Repository.init(backend, new byte[] {1}, () -> PasswordHash.of(2, 1, 1)).repository();
    stack = new StackRepository(repository, "shop", new Cancellation());
    journal = Journal.open(folder.resolve("r1"));
    lock = StackLock.take(stack, "run r1", false);
    var plan = new RunPlan(new RunId("r1"), "shop", "a", "b", Instant.now(), Optional.empty());
    run = new Run(plan, journal, stack, lock, new Hearing(), false, RestoreFrom.DUMP);
  }

  @AfterEach
  void end() {
    lock.close();
    journal.close();
    stack.close();
  }

  private final class Hearing implements RunListener {
    @Override
    public void began(Stage stage) {
      heard.add("began " + stage.word());
    }

    @Override
    public void done(Stage stage, String summary, Duration duration, boolean before) {
      heard.add((before ? "done before " : "done ") + stage.word());
    }

    @Override
    public void failed(Stage stage) {
      heard.add("failed " + stage.word());
    }

    @Override
    public WorkListener within(Stage stage) {
      return text -> heard.add(stage.word() + " says " + text);
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

  private record Fake<R extends StepResult>(Stage stage, Class<R> type, Supplier<R> work)
      implements Step<R> {
    @Override
    public R run(Operations operations) {
      operations.says("hello");
      return work.get();
    }
  }

  private static Fake<FilesRestored> files(Runnable work) {
    return new Fake<>(
        Stage.RESTORE_FILES,
        FilesRestored.class,
        () -> {
          work.run();
          return new FilesRestored(1, 1, List.of(), Optional.empty());
        });
  }

  private static Fake<DatabasesRestored> databases(Runnable work) {
    return new Fake<>(
        Stage.RESTORE_DATABASE,
        DatabasesRestored.class,
        () -> {
          work.run();
          return new DatabasesRestored(7, Map.of(), Map.of());
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).as("the other one is at work, too").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FailureException failure(Failure.Kind kind, String what) {
    return new FailureException(kind, what, Safety.NOTHING_CHANGED, "do something");
  }

  private static Runnable failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  @Test
  void eachIsAtWorkWhileTheOtherIs() {
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    DatabasesRestored restored =
        run.both(
            files(
                () -> {
                  first.countDown();
                  await(second);
                }),
            databases(
                () -> {
                  second.countDown();
                  await(first);
                }));
    assertThat(restored.rows()).isEqualTo(7);
    assertThat(heard)
        .contains("restore files says hello", "restore database says hello")
        .contains("done restore files", "done restore database");
  }

  @Test
  void whenOneFailsTheOtherIsWaitedForAndNotDoneAgain() {
    assertThatThrownBy(
            () ->
                run.both(
                    files(failing(failure(Failure.Kind.LOST, "a file is gone"))),
                    databases(() -> await(warned))))
        .hasMessageContaining("a file is gone");
    assertThat(heard)
        .contains(
            "warns restore files failed, restore database is waited for: a file is gone",
            "failed restore files",
            "done restore database");
    assertThat(run.result(Stage.RESTORE_FILES, FilesRestored.class)).isEmpty();
    heard.clear();
    run.both(files(() -> {}), databases(failing(failure(Failure.Kind.FAILED, "once more"))));
    assertThat(heard).contains("done restore files", "done before restore database");
  }

  @Test
  void twoFailuresAreToldAsOne() {
    assertThatThrownBy(
            () ->
                run.both(
                    files(failing(failure(Failure.Kind.LOST, "a file is gone"))),
                    databases(
                        failing(
                            new FailureException(
                                Failure.Kind.FAILED,
                                "pg_restore failed",
                                Safety.NOTHING_CHANGED,
                                "do something",
                                "look there")))))
        .isInstanceOfSatisfying(
            FailureException.class,
            both -> {
              assertThat(both.failure().whatHappened())
                  .isEqualTo("a file is gone\npg_restore failed");
              assertThat(both.failure().next()).containsExactly("do something", "look there");
            });
  }

  @Test
  void aServerThatFailedIsToldAsThatUnlessFilesFailedToo() {
    var failed =
        new Ladder.ServerFailed(
            failure(Failure.Kind.FAILED, "neither way").failure(), "app", List.of());
    assertThatThrownBy(() -> run.both(files(() -> {}), databases(failing(failed))))
        .isSameAs(failed);
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

  private static Entry entry(Entry.Kind kind, Stage stage, int second) {
    return new Entry(
        Instant.ofEpochSecond(second),
        "here",
        kind,
        Optional.of(stage.word()),
        Optional.empty(),
        0,
        Optional.empty());
  }

  @Test
  void statusNamesWhatIsUnderWayAndWhatFailed() {
    run.write(entry(Entry.Kind.STAGE_BEGAN, Stage.CHECK, 0));
    for (Stage stage : Stage.values()) {
      if (stage.compareTo(Stage.RESTORE_FILES) < 0 || stage == Stage.RESTORE_DATABASE) {
        run.write(entry(Entry.Kind.STAGE_BEGAN, stage, 1));
      }
      if (stage.compareTo(Stage.RESTORE_FILES) < 0) {
        run.write(entry(Entry.Kind.STAGE_DONE, stage, 2).with("done"));
      }
    }
    assertThat(states()).containsExactly("done", "next", "under way", "");
    run.write(entry(Entry.Kind.FAILED, Stage.RESTORE_FILES, 3).with("a file is gone"));
    assertThat(states()).containsExactly("done", "failed: a file is gone", "not done", "");
    run.write(entry(Entry.Kind.STAGE_DONE, Stage.RESTORE_DATABASE, 4).with("done"));
    assertThat(states()).containsExactly("done", "under way", "done", "");
  }

  @Test
  void statusTellsAFailureThatVoidedItsStep() {
    for (Stage stage :
        List.of(Stage.CHECK, Stage.STAGE, Stage.PROVE, Stage.APPROVE, Stage.QUIESCE)) {
      run.write(entry(Entry.Kind.STAGE_DONE, stage, 1).with("done"));
    }
    run.write(entry(Entry.Kind.VOIDED, Stage.QUIESCE, 2));
    run.write(entry(Entry.Kind.FAILED, Stage.BACK_UP, 3).with("no room"));
    assertThat(RunStatus.lines(run.record(), journal.entries()))
        .contains(
            new RunStatus.Line("quiesce", "failed: no room"), new RunStatus.Line("back up", ""));
  }

  /** Of create and the three after it. */
  private List<String> states() {
    return RunStatus.lines(run.record(), journal.entries()).stream()
        .dropWhile(line -> !line.stage().equals(Stage.CREATE.word()))
        .limit(4)
        .map(RunStatus.Line::state)
        .toList();
  }

  @Test
  void whatBothTookCountsOnceInTheOutage() {
    List<Entry> entries =
        List.of(
            entry(Entry.Kind.STAGE_BEGAN, Stage.BACK_UP, 0),
            entry(Entry.Kind.STAGE_DONE, Stage.BACK_UP, 10),
            entry(Entry.Kind.STAGE_BEGAN, Stage.RESTORE_DATABASE, 10),
            entry(Entry.Kind.STAGE_BEGAN, Stage.RESTORE_FILES, 11),
            entry(Entry.Kind.STAGE_DONE, Stage.RESTORE_FILES, 15),
            entry(Entry.Kind.STAGE_DONE, Stage.RESTORE_DATABASE, 40),
            entry(Entry.Kind.STAGE_BEGAN, Stage.OPEN, 100),
            entry(Entry.Kind.STAGE_DONE, Stage.OPEN, 101));
    StageTimes times = StageTimes.of(entries);
    assertThat(times.of(Stage.RESTORE_FILES)).contains(Duration.ofSeconds(4));
    assertThat(times.of(Stage.RESTORE_DATABASE)).contains(Duration.ofSeconds(30));
    assertThat(times.outage()).contains(Duration.ofSeconds(41));
  }
}
