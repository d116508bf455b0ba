package dev.rehome.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Stage ONE = Stage.of("one", Edge.STOP);
  private static final Stage TWO = Stage.of("two", Edge.HOLD);
  private static final Stage THREE = Stage.of("three", Edge.HOLD).voiding(TWO);
  private static final Plans PLANS = Plans.of(new Plan("plan", List.of(ONE, TWO, THREE)));
  private static final Origin HERE = new Origin("here", "machine");

  @TempDir Path folder = Path.of("");

  private Journal open() {
    return Journal.on(FolderJournal.open(folder), Clock.SYSTEM, HERE);
  }

  private List<Entry> read() {
    return Journal.parse(FolderJournal.read(folder));
  }

  private RunRecord record() {
    return RunRecord.of(read(), PLANS);
  }

  private static Entry done(Stage stage, Object result) {
    return Entry.of(Entry.Kind.STAGE_DONE).in(stage.key()).with(result);
  }

  @Test
  void aLineThatWasCutShortNeverHappened() throws IOException {
    try (Journal journal = open()) {
      journal.append(done(ONE, "result"));
    }
    Files.writeString(folder.resolve("journal.jsonl"), "{\"at\":\"2026", StandardOpenOption.APPEND);
    assertThat(read()).hasSize(1);
    try (Journal journal = open()) {
      journal.append(done(TWO, "more"));
    }
    assertThat(record().result("two").orElseThrow().asText()).isEqualTo("more");
  }

  @Test
  void oneThatIsOpenGoesOnWhenItsNameIsTakenAway() throws IOException {
    try (Journal journal = open()) {
      journal.append(done(ONE, "result"));
      Files.delete(folder.resolve("journal.jsonl"));
      journal.append(done(TWO, "more"));
      assertThat(Journal.parse(journal.bytes())).hasSize(2);
    }
  }

  @Test
  void aLineThatCannotBeReadIsDamageAndNeverPassedOver() {
    for (String damage : List.of("garbage\n", "\0\0\0\n", "{\"kind\":\"STAGE_DONE\"}\n")) {
      byte[] bytes = damage.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> Journal.parse(bytes))
          .isInstanceOf(Journal.DamagedException.class)
          .hasMessageContaining("line 1 of the run's journal cannot be read");
    }
  }

  @Test
  void twoProcessesDoNotWriteAtOnce() {
    try (Journal journal = open()) {
      assertThat(journal.entries()).isEmpty();
      assertThatThrownBy(this::open).hasMessageContaining("another process");
    }
  }

  @Test
  void entriesSayWhenAndWhere() {
    try (Journal journal = open()) {
      Entry written = journal.append(done(ONE, "result"));
      assertThat(written.host()).isEqualTo("here");
      assertThat(written.machine()).contains("machine");
      assertThat(read()).containsExactly(written);
    }
  }

  private static void operation(Journal journal, Stage stage, int code) {
    journal.append(
        Entry.of(Entry.Kind.OPERATION_BEGAN).in(stage.key()).operation("x", 1).with("/f"));
    journal.append(
        Entry.of(Entry.Kind.OPERATION_ENDED).in(stage.key()).operation("x", 1).with(code));
  }

  @Test
  void whatIsVoidCountsNoMoreAndIsTriedAnew() {
    try (Journal journal = open()) {
      for (Stage stage : List.of(ONE, TWO, THREE)) {
        operation(journal, stage, 0);
        journal.append(
            Entry.of(Entry.Kind.NOTED).in(stage.key()).operation("note " + stage, 0).with(1));
        journal.append(done(stage, stage.word()));
      }
      journal.append(Entry.of(Entry.Kind.VOIDED).in("two"));
    }
    assertThat(record().result("one")).isPresent();
    assertThat(record().result("two")).isEmpty();
    assertThat(record().result("three")).isEmpty();
    assertThat(record().note("note one")).isPresent();
    assertThat(record().note("note two")).isEmpty();
    assertThat(record().operation("one", "x").orElseThrow().succeeded()).isTrue();
    assertThat(record().operation("two", "x").orElseThrow())
        .isEqualTo(
            new RunRecord.Operation(
                1, "machine", "/f", Optional.empty(), true, Optional.empty(), false));
  }

  @Test
  void anOperationThatFailedVoidsWhatItsStageVoidsAtOnce() {
    for (int code : new int[] {0, 1}) {
      try (Journal journal = open()) {
        journal.append(done(ONE, "1"));
        journal.append(done(TWO, "2"));
        operation(journal, THREE, code);
      }
      assertThat(record().result("one")).isPresent();
      assertThat(record().result("two").isPresent()).isEqualTo(code == 0);
    }
  }

  @Test
  void whatIsBroughtTakesTheJournalsPlaceAndKeepsTheOneBefore() throws IOException {
    Files.writeString(folder.resolve("journal.jsonl"), "garbage\n");
    FolderJournal.bring(new byte[0], folder);
    assertThat(read()).isEmpty();
    assertThat(folder.resolve("journal.jsonl.before")).hasContent("garbage");
  }
}
