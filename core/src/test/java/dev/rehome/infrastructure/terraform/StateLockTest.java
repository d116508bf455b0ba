package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Told as Terraform 1.11 told it, by plan and by {@code apply -json}. */
class StateLockTest {
  private static final String SAID =
      """
      │ Error: Error acquiring the state lock
      │
      │ Error message: resource temporarily unavailable
      │ Lock Info:
      │   ID:        4b2f21c5-942f-6975-c063-f17095dd7981
      │   Path:      terraform.tfstate
      │   Operation: OperationTypeApply
      │   Who:       root@vm
      │   Version:   1.11.4
      │   Created:   2026-11-28 09:33:04.800376336 +0000 UTC
      │   Info:
      """;
  private static final String TOLD =
      "the state is locked by root@vm (apply) since 2026-11-28 09:33:04 +0000 UTC";

  @Test
  void whoHoldsItIsTold() {
    StateLock lock = StateLock.in(SAID).orElseThrow();
    assertThat(lock.text()).isEqualTo(TOLD);
    assertThat(lock.unlocking("terraform", "production", false).orElseThrow())
        .startsWith(
            "TF_WORKSPACE=production terraform force-unlock 4b2f21c5-942f-6975-c063-f17095dd7981 "
                + " ");
    assertThat(lock.unlocking("tofu", "default", false).orElseThrow())
        .startsWith("tofu force-unlock 4b2f21c5");
    assertThat(lock.unlocking("terraform", "default", true)).isEmpty();
  }

  @Test
  void otherFailuresAreNoLocks() {
    assertThat(StateLock.in("Error: Invalid index")).isEqualTo(Optional.empty());
  }

  @Test
  void whatApplyPrintsTellsIt() {
    String[] parts = SAID.replaceAll("(?m)^│ ", "").split("\n\n|\n│\n", 2);
    String line =
        Json.line(
            Map.of(
                "type",
                "diagnostic",
                "diagnostic",
                Map.of(
                    "severity",
                    "error",
                    "summary",
                    "Error acquiring the state lock",
                    "detail",
                    parts[1])));
    assertThat(Diagnostics.reason("{\"type\": \"version\"}\n" + line)).isEqualTo(TOLD);
  }

  @Test
  void whereNothingMoreIsSaidNothingIsMadeUp() {
    StateLock lock = StateLock.in("Error: Error acquiring the state lock").orElseThrow();
    assertThat(lock.text()).isEqualTo("the state is locked");
    assertThat(lock.unlocking("terraform", "default", false)).isEmpty();
  }
}
