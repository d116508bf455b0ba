package dev.rehome.stack;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Compares a stack file with the shape it should have, and names every difference. */
final class ShapeCheck {
  private final Problems problems;

  ShapeCheck(Problems problems) {
    this.problems = problems;
  }

  void check(Node node, Shape shape, String where) {
    switch (shape) {
      case Shape.Text _ -> scalar(node, where, "a text");
      case Shape.Flag _ -> oneOf(node, List.of("true", "false"), where);
      case Shape.Word(List<String> words) -> oneOf(node, words, where);
      case Shape.WholeNumber number -> number(node, number, where);
      case Shape.Sequence(Shape each) -> sequence(node, each, where);
      case Shape.Named(Shape each) -> named(node, each, where);
      case Shape.Mapping mapping -> mapping(node, mapping, where);
      case Shape.CommandLine _ -> commandLine(node, where);
    }
  }

  private boolean scalar(Node node, String where, String what) {
    if (node instanceof ScalarNode) {
      return true;
    }
    problems.add(node, where + " should be " + what);
    return false;
  }

  private void oneOf(Node node, List<String> words, String where) {
    if (scalar(node, where, String.join(" or ", words))
        && !words.contains(((ScalarNode) node).getValue())) {
      problems.add(node, where + " should be " + String.join(" or ", words));
    }
  }

  private void number(Node node, Shape.WholeNumber number, String where) {
    String wanted = "a number from " + number.least() + " to " + number.most();
    if (scalar(node, where, wanted)) {
      String text = ((ScalarNode) node).getValue();
      if (!text.matches("\\d{1,9}")
          || Long.parseLong(text) < number.least()
          || Long.parseLong(text) > number.most()) {
        problems.add(node, where + " should be " + wanted);
      }
    }
  }

  private void sequence(Node node, Shape each, String where) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> check(item, each, "each of " + where));
    } else {
      problems.add(node, where + " should be a list");
    }
  }

  private void commandLine(Node node, String where) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> scalar(item, "each argument of " + where, "a text"));
      if (sequence.getValue().isEmpty()) {
        problems.add(node, where + " has no arguments");
      }
    } else {
      scalar(node, where, "a shell line or a list of arguments");
    }
  }

  private void named(Node node, Shape each, String where) {
    for (NodeTuple tuple : tuples(node, where)) {
      check(tuple.getValueNode(), each, where + "." + name(tuple));
    }
  }

  private void mapping(Node node, Shape.Mapping mapping, String where) {
    var missing = new HashSet<String>();
    mapping.keys().stream().filter(Shape.Key::required).forEach(key -> missing.add(key.name()));
    List<NodeTuple> tuples = tuples(node, where);
    for (NodeTuple tuple : tuples) {
      String name = name(tuple);
      missing.remove(name);
      mapping.keys().stream()
          .filter(key -> key.name().equals(name))
          .findFirst()
          .ifPresentOrElse(
              key ->
                  check(
                      tuple.getValueNode(),
                      key.shape(),
                      where.isEmpty() ? name : where + "." + name),
              () -> problems.add(tuple.getKeyNode(), unknown(name, mapping, where)));
    }
    if (node instanceof MappingNode) {
      missing.stream()
          .sorted()
          .forEach(
              name ->
                  problems.add(
                      node, (where.isEmpty() ? "the file" : where) + " lacks \"" + name + "\""));
    }
  }

  private static String unknown(String name, Shape.Mapping mapping, String where) {
    return "unknown key \""
        + name
        + "\""
        + (where.isEmpty() ? "" : " in " + where)
        + Nearest.to(name, mapping.names())
            .map(nearest -> "; did you mean \"" + nearest + "\"?")
            .orElse("; known are " + String.join(", ", mapping.names()));
  }

  private List<NodeTuple> tuples(Node node, String where) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, (where.isEmpty() ? "the file" : where) + " should be a mapping of keys");
      return List.of();
    }
    Set<String> seen = new HashSet<>();
    return mapping.getValue().stream()
        .filter(
            tuple -> {
              if (!(tuple.getKeyNode() instanceof ScalarNode)) {
                problems.add(tuple.getKeyNode(), "a key should be a text");
                return false;
              }
              if (!seen.add(name(tuple))) {
                problems.add(tuple.getKeyNode(), "the key \"" + name(tuple) + "\" is there twice");
              }
              return true;
            })
        .toList();
  }

  private static String name(NodeTuple tuple) {
    return ((ScalarNode) tuple.getKeyNode()).getValue();
  }
}
