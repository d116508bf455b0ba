package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.infrastructure.Declared;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/** Reads from a plan which outputs and resources its configuration has. */
final class PlannedDeclarations {
  private PlannedDeclarations() {}

  static Declared of(JsonNode plan) {
    var outputs = new HashSet<String>();
    plan.at("/configuration/root_module/outputs").fieldNames().forEachRemaining(outputs::add);
    var resources = new HashMap<String, Set<String>>();
    for (JsonNode resource : plan.path("resource_changes")) {
      JsonNode change = resource.path("change");
      var attributes = new HashSet<String>();
      change.path("after").fieldNames().forEachRemaining(attributes::add);
      change.path("after_unknown").fieldNames().forEachRemaining(attributes::add);
      if (change.path("after").isObject()) {
        resources.put(resource.path("address").asText(), attributes);
      }
    }
    return new Declared(outputs, resources);
  }
}
