package dev.rehome.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the infrastructure says there is.
 *
 * @param lineage which history of states this belongs to; empty if it has none
 * @param serial goes up with every change
 */
public record State(
    String lineage, long serial, Map<String, String> outputs, List<Resource> resources) {
  /** One thing that was built. */
  public record Resource(String address, String type, boolean tainted, JsonNode attributes) {}

  public State {
    outputs = Map.copyOf(outputs);
    resources = List.copyOf(resources);
  }

  public boolean empty() {
    return resources.isEmpty();
  }

  public Optional<Resource> resource(String address) {
    return resources.stream().filter(each -> each.address().equals(address)).findFirst();
  }
}
