package dev.rehome.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What infrastructure prints as its outputs, as texts. */
public final class Outputs {
  private Outputs() {}

  /** An output that is null is none: as a text it would be the word "null". */
  public static void put(Map<String, String> outputs, String name, JsonNode value) {
    if (!value.isNull() && !value.isMissingNode()) {
      outputs.put(name, value.isValueNode() ? value.asText() : value.toString());
    }
  }
}
