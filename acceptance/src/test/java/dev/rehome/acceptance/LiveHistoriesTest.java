package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real servers, and what happens to them drawn from a seed: kills, faults, and operators who open,
 * write, go back, and take the wrong folder or environment. {@code -Drehome.histories} says how
 * many, {@code -Drehome.seed} which is the first.
 */
@Tag("long")
class LiveHistoriesTest {
  @Test
  void nothingIsLostWhateverHappens() throws Exception {
    long seed = Long.getLong("rehome.seed", 1);
    int histories = Integer.getInteger("rehome.histories", 4);
    var findings = new ArrayList<String>();
    var ends = new TreeMap<String, Integer>();
    int commands = 0;
    int acts = 0;
    int excused = 0;
    for (long i = seed; i < seed + histories; i++) {
      try (LiveStack stack = LiveStack.build(i % 3 != 0)) {
        LiveHistory.Result result = new LiveHistory(stack, i).play();
        ends.merge(result.end(), 1, Integer::sum);
        commands += result.commands();
        acts += result.acts();
        excused += result.excused();
        System.out.printf(
            "%d: %s, %d commands, %d acts%n", i, result.end(), result.commands(), result.acts());
        for (String finding : result.findings()) {
          findings.add("seed " + i + ": " + finding + "\n" + String.join("\n", result.told()));
        }
      }
    }
    System.out.printf(
        "%d histories, %d commands, %d acts, %d rows that nobody could have noticed; ends: %s%n",
        histories, commands, acts, excused, describe(ends));
    assertThat(findings).as(String.join("\n\n", findings)).isEmpty();
  }

  private static List<String> describe(Map<String, Integer> ends) {
    return ends.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()).toList();
  }
}
