package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.world.Violation;
import dev.rehome.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what simulations found, by kind, with the shortest history of each. */
final class Findings {
  private record Found(int times, String how, List<String> history) {}

  private final String what;
  private final long began = System.nanoTime();
  private final Map<String, Found> all = new TreeMap<>();
  private int histories;
  private long calls;

  Findings(String what) {
    this.what = what;
  }

  synchronized void add(String how, Simulation simulation) {
    World world = simulation.world;
    histories++;
    calls += world.calls();
    Violation violation = world.guard.first();
    if (violation != null) {
      String kind = kind(String.valueOf(violation.getMessage()));
      Found before = all.get(kind);
      all.put(
          kind,
          before == null || before.history().size() > world.history().size()
              ? new Found(before == null ? 1 : before.times() + 1, how, world.history())
              : new Found(before.times() + 1, before.how(), before.history()));
    }
  }

  private static String kind(String message) {
    return message
        .replaceAll("(?s)20\\d{6}T\\d{6}Z-[0-9a-f]{4}", "BACKUP")
        .replaceAll("\\b(production|staging)-\\d+=item \\d+", "ROW")
        .replaceAll("data/\\w+=[a-z0-9 ]+", "FILE")
        .replaceAll("Write\\[.*?\\]", "WRITE")
        .replaceAll("\\b[AB]\\d+\\b", "PROCESS")
        .replaceAll("\\d+", "N");
  }

  /** Fails if there are any; tells how many histories there were. */
  void verify() {
    System.out.printf(
        "%s: %,d histories, %,d calls, %.1f s%n%s",
        what, histories, calls, (System.nanoTime() - began) / 1e9, summary());
    assertThat(all).as(details()).isEmpty();
  }

  private String summary() {
    var text = new StringBuilder();
    all.forEach(
        (kind, found) ->
            text.append(found.times())
                .append(" x ")
                .append(kind)
                .append("\n     ")
                .append(found.how())
                .append('\n'));
    return text.toString();
  }

  private String details() {
    var text = new StringBuilder();
    all.forEach(
        (kind, found) -> {
          text.append("\n=== ").append(found.times()).append(" x ").append(kind);
          text.append("\n    ").append(found.how()).append('\n');
          found.history().forEach(line -> text.append("    ").append(line).append('\n'));
        });
    return text.toString();
  }
}
