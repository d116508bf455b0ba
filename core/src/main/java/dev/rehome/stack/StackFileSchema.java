package dev.rehome.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehome.document.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The stack file's shape as JSON Schema (2020-12), for editors, and as a table for people. */
public final class StackFileSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StackFileSchema() {}

  /** The schema's text. */
  public static String json() {
    ObjectNode root = NODES.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Rehome stack file");
    root.setAll(schema(StackFileShape.ROOT));
    return new String(Json.pretty(root), StandardCharsets.UTF_8) + "\n";
  }

  private static ObjectNode schema(Shape shape) {
    ObjectNode node = NODES.objectNode();
    switch (shape) {
      case Shape.Text _ -> node.set("type", names("string", "number", "boolean"));
      case Shape.Word(List<String> words) -> node.set("enum", names(words.toArray(String[]::new)));
      case Shape.WholeNumber number ->
          node.put("type", "integer").put("minimum", number.least()).put("maximum", number.most());
      case Shape.Flag _ -> node.put("type", "boolean");
      case Shape.Sequence(Shape each) -> node.put("type", "array").set("items", schema(each));
      case Shape.Named(Shape each) ->
          node.put("type", "object").set("additionalProperties", schema(each));
      case Shape.Mapping(List<Shape.Key> keys) -> mapping(node, keys);
      case Shape.CommandLine _ -> commandLine(node);
    }
    return node;
  }

  private static void mapping(ObjectNode node, List<Shape.Key> keys) {
    node.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (Shape.Key key : keys) {
      ObjectNode property = schema(key.shape());
      property.put("description", key.meaning());
      properties.set(key.name(), property);
      if (key.required()) {
        required.add(key.name());
      }
    }
    if (!required.isEmpty()) {
      node.set("required", required);
    }
  }

  private static void commandLine(ObjectNode node) {
    ArrayNode choices = node.putArray("oneOf");
    choices.addObject().put("type", "string");
    ObjectNode list = choices.addObject().put("type", "array").put("minItems", 1);
    list.putObject("items").set("type", names("string", "number", "boolean"));
  }

  private static ArrayNode names(String... names) {
    ArrayNode array = NODES.arrayNode();
    for (String name : names) {
      array.add(name);
    }
    return array;
  }

  /** Every key on a line of a Markdown table. */
  public static String table() {
    var lines = new StringBuilder("| key | what | meaning |\n|---|---|---|\n");
    rows(lines, "", StackFileShape.ROOT.keys());
    return lines.toString();
  }

  private static void rows(StringBuilder lines, String prefix, List<Shape.Key> keys) {
    for (Shape.Key key : keys) {
      String name = prefix + key.name();
      lines.append("| `").append(name).append("` | ").append(what(key)).append(" | ");
      lines.append(key.meaning()).append(" |\n");
      below(lines, name, key.shape());
    }
  }

  private static void below(StringBuilder lines, String name, Shape shape) {
    switch (shape) {
      case Shape.Mapping(List<Shape.Key> keys) -> rows(lines, name + ".", keys);
      case Shape.Sequence(Shape each) -> below(lines, name + "[]", each);
      case Shape.Named(Shape each) -> below(lines, name + ".NAME", each);
      default -> {} // nothing is below it
    }
  }

  private static String what(Shape.Key key) {
    String what =
        switch (key.shape()) {
          case Shape.Text _ -> "text";
          case Shape.Word(List<String> words) -> String.join(" or ", words);
          case Shape.WholeNumber _ -> "number";
          case Shape.Flag _ -> "true or false";
          case Shape.Sequence _ -> "list";
          case Shape.Named _ -> "names";
          case Shape.Mapping _ -> "keys";
          case Shape.CommandLine _ -> "command";
        };
    return key.required() ? what + ", required" : what;
  }
}
