package dev.rehome.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping whose shape was checked, for taking values out of it. */
final class Entries {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Problems problems;

  private Entries(Node node, Problems problems) {
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        nodes.put(((ScalarNode) tuple.getKeyNode()).getValue(), tuple.getValueNode());
      }
    }
  }

  static Entries of(Node node, Problems problems) {
    return new Entries(node, problems);
  }

  Optional<Node> node(String key) {
    return Optional.ofNullable(nodes.get(key));
  }

  Optional<Entries> mapping(String key) {
    return node(key).map(node -> new Entries(node, problems));
  }

  Optional<String> text(String key) {
    return node(key).map(node -> ((ScalarNode) node).getValue());
  }

  Optional<Template> template(String key) {
    return node(key).map(this::template);
  }

  private Template template(Node node) {
    return Template.parse(((ScalarNode) node).getValue(), text -> problems.add(node, text));
  }

  boolean flag(String key, boolean otherwise) {
    return text(key).map("true"::equals).orElse(otherwise);
  }

  int number(String key, int otherwise) {
    return text(key).map(Integer::parseInt).orElse(otherwise);
  }

  Duration duration(String key, Duration otherwise) {
    return node(key)
        .map(
            node ->
                Durations.parse(((ScalarNode) node).getValue())
                    .orElseGet(
                        () -> {
                          problems.add(node, "write a time as 90s, 30m or 2h");
                          return otherwise;
                        }))
        .orElse(otherwise);
  }

  List<String> texts(String key) {
    return list(key, node -> ((ScalarNode) node).getValue());
  }

  <T> List<T> list(String key, Function<Node, T> each) {
    return node(key).map(node -> each(node, each)).orElse(List.of());
  }

  private static <T> List<T> each(Node node, Function<Node, T> each) {
    return ((SequenceNode) node).getValue().stream().map(each).toList();
  }

  <T> List<T> mappings(String key, Function<Entries, T> each) {
    return list(key, node -> each.apply(new Entries(node, problems)));
  }

  /** The operator's own names, in the file's order. */
  List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  Map<String, Template> templates(String key) {
    var all = new LinkedHashMap<String, Template>();
    mapping(key)
        .ifPresent(entries -> entries.nodes.forEach((name, node) -> all.put(name, template(node))));
    return all;
  }

  Optional<CommandText> command(String key) {
    return node(key).map(this::command);
  }

  private CommandText command(Node node) {
    if (node instanceof ScalarNode scalar) {
      return new CommandText.Line(scalar.getValue());
    }
    return new CommandText.Arguments(new ArrayList<>(each(node, this::template)));
  }

  void problem(String key, String text) {
    node(key).ifPresent(node -> problems.add(node, text));
  }
}
