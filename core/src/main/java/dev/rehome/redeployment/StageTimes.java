package dev.rehome.redeployment;

import dev.rehome.journal.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long each stage of a run took, as its journal tells; of a stage that ran twice, the last. */
public final class StageTimes {
  private final Map<Stage, Duration> durations = new EnumMap<>(Stage.class);

  private StageTimes() {}

  /** Of a run, or of no run at all. */
  static StageTimes of(List<Entry> entries) {
    var times = new StageTimes();
    Map<String, Instant> began = new HashMap<>();
    for (Entry entry : entries) {
      String key = entry.stage().orElse("");
      if (entry.kind() == Entry.Kind.STAGE_BEGAN) {
        began.put(key, entry.at());
      } else if (entry.kind() == Entry.Kind.STAGE_DONE) {
        Optional.ofNullable(began.get(key))
            .ifPresent(at -> times.put(key, Duration.between(at, entry.at())));
      }
    }
    return times;
  }

  private void put(String key, Duration duration) {
    for (Stage stage : Stage.values()) {
      if (stage.key(false).equals(key)) {
        durations.put(stage, duration);
      }
    }
  }

  public Optional<Duration> of(Stage stage) {
    return Optional.ofNullable(durations.get(stage));
  }

  /** From the moment on which writers stop to the one at which the new stack serves. */
  public Optional<Duration> outage() {
    return durations.containsKey(Stage.OPEN)
        ? durations.entrySet().stream()
            .filter(each -> each.getKey().compareTo(Stage.QUIESCE) >= 0)
            .filter(each -> each.getKey() != Stage.CLOSE)
            .map(Map.Entry::getValue)
            .reduce(Duration::plus)
        : Optional.empty();
  }
}
