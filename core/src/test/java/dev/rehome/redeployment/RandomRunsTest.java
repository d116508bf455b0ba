package dev.rehome.redeployment;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random histories: kills, faults, operators, users and second machines. {@code rehome.simulated}
 * is how many (a night's form has 1,000,000), {@code rehome.seed} is the first; one seed is one
 * history.
 */
final class RandomRunsTest {
  private static final int COUNT = Integer.getInteger("rehome.simulated", 20_000);

  @Test
  void nothingIsLostWhateverHappens() {
    long first = Long.getLong("rehome.seed", 1);
    var findings = new Findings("random");
    LongStream.range(first, first + COUNT)
        .parallel()
        .forEach(
            seed ->
                findings.add(
                    "-Drehome.seed=" + seed + " -Drehome.simulated=1", RandomHistory.of(seed)));
    findings.verify();
  }
}
