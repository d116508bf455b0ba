package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.LocalProcesses;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.report.RunStatus;
import dev.rehome.repository.Cancellation;
import dev.rehome.run.Clock;
import dev.rehome.run.Entry;
import dev.rehome.run.FolderJournals;
import dev.rehome.run.Hold;
import dev.rehome.run.Journal;
import dev.rehome.run.JournalCopies;
import dev.rehome.run.Origin;
import dev.rehome.run.RunId;
import dev.rehome.run.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of a stack's runs may go on. */
class RunsTest {
  private static final RunId FIRST = new RunId("r1");

  @TempDir Path folder = Path.of("");
  private final Map<String, TreeMap<Integer, byte[]>> copies = new TreeMap<>();
  private final Hold held = () -> {};
  private final Surroundings surroundings =
      new Surroundings(
          Clock.SYSTEM,
          new LocalProcesses(),
          new Origin("host", "machine"),
          new Cancellation(),
          Runnable::run);

  /** On a machine whose journals are in this folder, and which had the lock first. */
  private Runs runs(String machine) {
    return runs(machine, 1);
  }

  /** Of several copies the one counts that was put under the newest lock. */
  private Runs runs(String machine, int lock) {
    return new Runs(
        new FolderJournals(folder.resolve(machine)),
        "shop",
        new JournalCopies() {
          @Override
          public void put(RunId run, byte[] journal) {
            keep(run.text(), lock, journal);
          }

          @Override
          public Optional<byte[]> of(RunId run) {
            return Optional.ofNullable(copies.get(run.text()))
                .map(all -> all.lastEntry().getValue());
          }

          @Override
          public List<RunId> runs() {
            return copies.keySet().stream().map(RunId::new).toList();
          }
        });
  }

  private void keep(String run, int lock, byte[] journal) {
    copies.computeIfAbsent(run, first -> new TreeMap<>()).put(lock, journal);
  }

  private Journal begin(Runs runs, Hold hold) {
    return runs.begin("old", "new", Optional.empty(), hold, surroundings);
  }

  /** Held when it is first asked for, and taken over then. */
  private static Hold takenOver() {
    var asked = new AtomicInteger();
    return () -> {
      if (asked.incrementAndGet() > 1) {
        throw new FailureException(Failure.Kind.BUSY, "lost", Safety.NOTHING_CHANGED, "wait");
      }
    };
  }

  @Test
  void oneThatClosedNothingIsOverWhenAnotherBegins() {
    Runs runs = runs("here");
    begin(runs, held).close();
    begin(runs, held).close();
    assertThat(RunStatus.next(FIRST, Runs.record(runs.entries(FIRST)), Optional.empty()))
        .isEqualTo("It is over: given up for r2");
    assertThatThrownBy(() -> runs.goOn(FIRST, surroundings)).hasMessageContaining("is over");
    assertThatThrownBy(() -> runs.approve(FIRST, "me", surroundings))
        .hasMessageContaining("is over");
    assertThatThrownBy(() -> runs("elsewhere").goOn(FIRST, surroundings))
        .hasMessageContaining("is over");
  }

  @Test
  void oneThatClosedTheStackHasToEndFirst() {
    try (Journal journal = begin(runs("here"), held)) {
      journal.append(Entry.of(Entry.Kind.STAGE_BEGAN).in(Strategies.QUIESCE.key()));
      keep("r1", 1, journal.bytes());
    }
    assertThatThrownBy(() -> begin(runs("elsewhere"), held))
        .hasMessageContaining("run r1 is not over");
  }

  /** Between looking at the runs before it and giving them up, another machine goes on with one. */
  @Test
  void oneThatAnotherMachineGoesOnWithIsNotGivenUp() {
    begin(runs("here"), held).close();
    var asked = new AtomicInteger();
    Hold taken =
        () -> {
          if (asked.incrementAndGet() == 1) {
            closedElsewhere();
          } else {
            throw new FailureException(Failure.Kind.BUSY, "lost", Safety.NOTHING_CHANGED, "wait");
          }
        };
    assertThatThrownBy(() -> begin(runs("here"), taken)).hasMessageContaining("lost");
    assertThatThrownBy(() -> begin(runs("here"), held)).hasMessageContaining("run r1 is not over");
  }

  private void closedElsewhere() {
    try (Journal journal = runs("elsewhere", 2).goOn(FIRST, surroundings)) {
      journal.append(Entry.of(Entry.Kind.STAGE_BEGAN).in(Strategies.QUIESCE.key()));
      keep("r1", 2, journal.bytes());
    }
  }

  @Test
  void oneThatTheRepositoryNeverHeardOfDidNotBegin() {
    Runs runs = runs("here");
    assertThatThrownBy(() -> begin(runs, takenOver())).hasMessageContaining("lost");
    assertThatThrownBy(() -> runs.find(Optional.empty())).hasMessageContaining("there is no run");
    assertThatThrownBy(() -> runs.goOn(FIRST, surroundings))
        .hasMessageContaining("was killed before it began");
    begin(runs, held).close();
    assertThat(runs.find(Optional.empty())).isEqualTo(new RunId("r2"));
  }
}
