package dev.rehome.stack;

import java.util.List;

/** A command of the stack file: a shell line, or arguments that run as they are. */
public sealed interface CommandText {
  /** Run by {@code sh -c}. References in it are not expanded: the shell would take them apart. */
  record Line(String text) implements CommandText {}

  /** Run as they are, without a shell. */
  record Arguments(List<Template> each) implements CommandText {
    public Arguments {
      each = List.copyOf(each);
    }
  }

  /** The arguments that start it. */
  default List<String> resolve(References values) {
    return switch (this) {
      case Line(String text) -> List.of("sh", "-c", text);
      case Arguments(List<Template> each) ->
          each.stream().map(argument -> argument.resolve(values)).toList();
    };
  }

  /** As the operator wrote it, without any value looked up. */
  default String text() {
    return switch (this) {
      case Line(String text) -> text;
      case Arguments(List<Template> each) ->
          String.join(" ", each.stream().map(Template::toString).toList());
    };
  }
}
