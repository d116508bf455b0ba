package dev.rehome.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What is done in which order, and what each failure leads to. The order, the edges, what is shown
 * of a run and what its journal amounts to derive from it.
 *
 * @param name as journals name it
 */
public record Plan(String name, List<Stage> stages) {
  public Plan {
    stages = List.copyOf(stages);
    var keys = new HashSet<String>();
    for (Stage stage : stages) {
      if (!keys.add(stage.key())) {
        throw new IllegalArgumentException("plan " + name + " has two stages " + stage.key());
      }
    }
    if (stages.isEmpty() || stages.getFirst().beside()) {
      throw new IllegalArgumentException("the first stage of plan " + name + " is beside nothing");
    }
  }

  public Optional<Stage> stage(String key) {
    return stages.stream().filter(stage -> stage.key().equals(key)).findFirst();
  }

  /** The stages in groups: those of a group run side by side. */
  public List<List<Stage>> groups() {
    var groups = new ArrayList<List<Stage>>();
    for (Stage stage : stages) {
      if (!stage.beside()) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(stage);
    }
    return groups;
  }
}
