package dev.rehome.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All plans that a run can follow, one after another: the first one, and those that turn back. */
public final class Plans {
  private final List<Plan> all;
  private final List<Stage> stages;
  private final Map<String, Integer> places = new HashMap<>();

  public Plans(List<Plan> all) {
    this.all = List.copyOf(all);
    this.stages = all.stream().flatMap(plan -> plan.stages().stream()).toList();
    for (Stage stage : stages) {
      if (places.put(stage.key(), places.size()) != null) {
        throw new IllegalArgumentException("two plans have a stage " + stage.key());
      }
    }
  }

  public static Plans of(Plan... plans) {
    return new Plans(List.of(plans));
  }

  public List<Plan> all() {
    return all;
  }

  public Plan first() {
    return all.getFirst();
  }

  public Optional<Plan> named(String name) {
    return all.stream().filter(plan -> plan.name().equals(name)).findFirst();
  }

  /** All stages, in the order in which they can happen. */
  public List<Stage> stages() {
    return stages;
  }

  public Optional<Stage> stage(String key) {
    return Optional.ofNullable(places.get(key)).map(stages::get);
  }

  /** Where in that order a stage is; negative for what is no stage. */
  int index(String key) {
    return places.getOrDefault(key, -1);
  }
}
