package dev.rehome.redeployment.plan;

import dev.rehome.run.Entry;
import dev.rehome.run.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long each stage of a run took, as its journal tells; of a stage that ran twice, the last. */
public final class StageTimes {
  private record Span(Instant began, Instant ended) {}

  private final Map<Stage, Span> spans = new HashMap<>();

  private StageTimes() {}

  /** Of a run, or of no run at all. */
  public static StageTimes of(List<Entry> entries) {
    var times = new StageTimes();
    Map<String, Instant> began = new HashMap<>();
    for (Entry entry : entries) {
      String key = entry.stage().orElse("");
      if (entry.kind() == Entry.Kind.STAGE_BEGAN) {
        began.put(key, entry.at());
      } else if (entry.kind() == Entry.Kind.STAGE_DONE) {
        Optional.ofNullable(began.get(key))
            .ifPresent(at -> times.put(key, new Span(at, entry.at())));
      }
    }
    return times;
  }

  private void put(String key, Span span) {
    Strategies.REPLACE.stage(key).ifPresent(stage -> spans.put(stage, span));
  }

  public Optional<Duration> of(Stage stage) {
    return Optional.ofNullable(spans.get(stage))
        .map(span -> Duration.between(span.began(), span.ended()));
  }

  /**
   * From the moment on which writers stop to the one at which the new stack serves, without what
   * lay between an attempt and the next.
   */
  public Optional<Duration> outage() {
    if (!spans.containsKey(Strategies.OPEN)) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Instant until = Instant.MIN; // of stages that ran side by side, what both took counts once
    for (Span span : outageSpans()) {
      Instant from = later(until, span.began());
      until = later(from, span.ended());
      sum = sum.plus(Duration.between(from, until));
    }
    return Optional.of(sum);
  }

  private List<Span> outageSpans() {
    return spans.entrySet().stream()
        .filter(each -> order(each.getKey()) >= order(Strategies.QUIESCE))
        .filter(each -> !each.getKey().equals(Strategies.CLOSE))
        .map(Map.Entry::getValue)
        .sorted(Comparator.comparing(Span::began))
        .toList();
  }

  private static int order(Stage stage) {
    return Strategies.REPLACE.stages().indexOf(stage);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
