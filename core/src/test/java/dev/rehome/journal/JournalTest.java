package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final List<String> ORDER = List.of("one", "two", "three");
  @TempDir Path folder = Path.of("");

  private RunRecord record() {
    return RunRecord.of(Journal.read(folder), ORDER);
  }

  @Test
  void aLineThatWasCutShortNeverHappened() throws IOException {
    try (Journal journal = Journal.open(folder)) {
      journal.append(Entry.of(Entry.Kind.STAGE_DONE).in("one").with("result"));
    }
    Files.writeString(folder.resolve("journal.jsonl"), "{\"at\":\"2026", StandardOpenOption.APPEND);
    assertThat(Journal.read(folder)).hasSize(1);
    try (Journal journal = Journal.open(folder)) {
      journal.append(Entry.of(Entry.Kind.STAGE_DONE).in("two").with("more"));
    }
    assertThat(record().result("two").orElseThrow().asText()).isEqualTo("more");
  }

  @Test
  void twoProcessesDoNotWriteAtOnce() {
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.entries()).isEmpty();
      assertThatThrownBy(() -> Journal.open(folder)).hasMessageContaining("another process");
    }
  }

  @Test
  void whatIsVoidCountsNoMoreAndIsTriedAnew() {
    try (Journal journal = Journal.open(folder)) {
      for (String stage : ORDER) {
        journal.append(Entry.of(Entry.Kind.OPERATION_BEGAN).in(stage).operation("x", 1).with("/f"));
        journal.append(Entry.of(Entry.Kind.OPERATION_ENDED).in(stage).operation("x", 1).with(0));
        journal.append(Entry.of(Entry.Kind.STAGE_DONE).in(stage).with(stage));
      }
      journal.append(Entry.of(Entry.Kind.VOIDED).in("two"));
    }
    assertThat(record().result("one")).isPresent();
    assertThat(record().result("two")).isEmpty();
    assertThat(record().result("three")).isEmpty();
    assertThat(record().operation("one", "x").orElseThrow().succeeded()).isTrue();
    assertThat(record().operation("two", "x").orElseThrow())
        .isEqualTo(
            new RunRecord.Operation(1, host(), "/f", Optional.empty(), true, Optional.empty()));
  }

  private String host() {
    return Journal.read(folder).getFirst().host();
  }
}
