package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.Outputs;
import dev.rehome.infrastructure.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Terraform's state, version 4, as {@code state pull} prints it. */
final class StateFile {
  private static final int VERSION = 4;
  static final State EMPTY = new State("", 0, Map.of(), List.of());

  private StateFile() {}

  static State parse(String json) {
    if (json.isBlank()) {
      return EMPTY;
    }
    JsonNode state = Json.tree(json);
    if (state.path("version").asInt() != VERSION) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "Terraform's state has version "
              + state.path("version").asText()
              + "; known is "
              + VERSION,
          Safety.NOTHING_CHANGED,
          "use a version of Terraform and of Rehome that fit together");
    }
    var outputs = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> output : state.path("outputs").properties()) {
      Outputs.put(outputs, output.getKey(), output.getValue().path("value"));
    }
    var resources = new ArrayList<State.Resource>();
    for (JsonNode resource : state.path("resources")) {
      if (resource.path("mode").asText().equals("managed")) {
        resource.path("instances").forEach(each -> resources.add(instance(resource, each)));
      }
    }
    return new State(
        state.path("lineage").asText(), state.path("serial").asLong(), outputs, resources);
  }

  private static State.Resource instance(JsonNode resource, JsonNode instance) {
    String module = resource.path("module").asText();
    String type = resource.path("type").asText();
    JsonNode index = instance.path("index_key");
    return new State.Resource(
        (module.isEmpty() ? "" : module + ".")
            + type
            + "."
            + resource.path("name").asText()
            + (index.isMissingNode() ? "" : "[" + index + "]"),
        type,
        instance.path("status").asText().equals("tainted"),
        instance.path("attributes"));
  }
}
