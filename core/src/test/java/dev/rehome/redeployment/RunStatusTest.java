package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.redeployment.plan.StageTimes;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.report.RunStatus;
import dev.rehome.run.Entry;
import dev.rehome.run.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a journal tells people: how far a run is, and how long it took. */
final class RunStatusTest {
  private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");

  private final List<Entry> entries = new ArrayList<>();

  private static Entry entry(Entry.Kind kind, Stage stage, int second) {
    return new Entry(
        BEGAN.plusSeconds(second),
        "here",
        Optional.of("machine"),
        kind,
        Optional.of(stage.key()),
        Optional.empty(),
        0,
        Optional.empty());
  }

  private void add(Entry.Kind kind, Stage stage, int second) {
    entries.add(entry(kind, stage, second).with("done"));
  }

  private void fails(Stage stage, String why) {
    entries.add(entry(Entry.Kind.FAILED, stage, 3).with(why));
  }

  private List<RunStatus.Line> lines() {
    return RunStatus.lines(Runs.record(entries), entries);
  }

  /** Of create and the three after it. */
  private List<String> states() {
    return lines().stream()
        .dropWhile(line -> !line.stage().equals(Strategies.CREATE.key()))
        .limit(4)
        .map(RunStatus.Line::state)
        .toList();
  }

  @Test
  void namesWhatIsUnderWayAndWhatFailed() {
    for (Stage stage : Strategies.REPLACE.stages()) {
      if (stage.equals(Strategies.RESTORE_FILES)) {
        break;
      }
      add(Entry.Kind.STAGE_BEGAN, stage, 1);
      add(Entry.Kind.STAGE_DONE, stage, 2);
    }
    add(Entry.Kind.STAGE_BEGAN, Strategies.RESTORE_DATABASE, 2);
    assertThat(states()).containsExactly("done", "next", "under way", "");
    fails(Strategies.RESTORE_FILES, "a file is gone");
    assertThat(states()).containsExactly("done", "failed: a file is gone", "not done", "");
    add(Entry.Kind.STAGE_DONE, Strategies.RESTORE_DATABASE, 4);
    assertThat(states()).containsExactly("done", "under way", "done", "");
  }

  @Test
  void tellsAFailureThatVoidedItsStep() {
    for (Stage stage :
        List.of(
            Strategies.CHECK,
            Strategies.STAGE,
            Strategies.PROVE,
            Strategies.APPROVE,
            Strategies.QUIESCE)) {
      add(Entry.Kind.STAGE_DONE, stage, 1);
    }
    add(Entry.Kind.VOIDED, Strategies.QUIESCE, 2);
    fails(Strategies.BACK_UP, "no room");
    assertThat(lines())
        .contains(
            new RunStatus.Line("quiesce", "not done"),
            new RunStatus.Line("back up", "failed: no room"));
  }

  @Test
  void whatWasDoneSideBySideCountsOnceInTheOutage() {
    add(Entry.Kind.STAGE_BEGAN, Strategies.BACK_UP, 0);
    add(Entry.Kind.STAGE_DONE, Strategies.BACK_UP, 10);
    add(Entry.Kind.STAGE_BEGAN, Strategies.RESTORE_DATABASE, 10);
    add(Entry.Kind.STAGE_BEGAN, Strategies.RESTORE_FILES, 11);
    add(Entry.Kind.STAGE_DONE, Strategies.RESTORE_FILES, 15);
    add(Entry.Kind.STAGE_DONE, Strategies.RESTORE_DATABASE, 40);
    add(Entry.Kind.STAGE_BEGAN, Strategies.OPEN, 100);
    add(Entry.Kind.STAGE_DONE, Strategies.OPEN, 101);
    StageTimes times = StageTimes.of(entries);
    assertThat(times.of(Strategies.RESTORE_FILES)).contains(Duration.ofSeconds(4));
    assertThat(times.of(Strategies.RESTORE_DATABASE)).contains(Duration.ofSeconds(30));
    assertThat(times.outage()).contains(Duration.ofSeconds(41));
  }
}
