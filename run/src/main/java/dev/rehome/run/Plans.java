package dev.rehome.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** All plans that a run can follow, one after another: the first one, and those that turn back. */
public record Plans(List<Plan> all) {
  public Plans {
    all = List.copyOf(all);
    var keys = new HashSet<String>();
    for (Stage stage : all.stream().flatMap(plan -> plan.stages().stream()).toList()) {
      if (!keys.add(stage.key())) {
        throw new IllegalArgumentException("two plans have a stage " + stage.key());
      }
    }
  }

  public static Plans of(Plan... plans) {
    return new Plans(List.of(plans));
  }

  public Plan first() {
    return all.getFirst();
  }

  public Optional<Plan> named(String name) {
    return all.stream().filter(plan -> plan.name().equals(name)).findFirst();
  }

  /** All stages, in the order in which they can happen. */
  public List<Stage> stages() {
    var stages = new ArrayList<Stage>();
    all.forEach(plan -> stages.addAll(plan.stages()));
    return stages;
  }

  public Optional<Stage> stage(String key) {
    return stages().stream().filter(stage -> stage.key().equals(key)).findFirst();
  }

  /** Where in that order a stage is; negative for what is no stage. */
  int index(String key) {
    int index = 0;
    for (Plan plan : all) {
      for (Stage stage : plan.stages()) {
        if (stage.key().equals(key)) {
          return index;
        }
        index++;
      }
    }
    return -1;
  }
}
