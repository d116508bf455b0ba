package dev.rehome.infrastructure;

import java.util.Map;
import java.util.Set;

/**
 * What a revision's configuration will have, as far as that can be known before it is built.
 *
 * @param outputs their names
 * @param resources by address, the names of what each tells of itself
 */
public record Declared(Set<String> outputs, Map<String, Set<String>> resources) {
  public Declared {
    outputs = Set.copyOf(outputs);
    resources = Map.copyOf(resources);
  }
}
