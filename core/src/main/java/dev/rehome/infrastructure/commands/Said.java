package dev.rehome.infrastructure.commands;

import dev.rehome.stack.CommandText;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import dev.rehome.stack.Template;
import java.util.List;
import java.util.Optional;

/** The last line of what a command said of its failure, without values that were given to it. */
final class Said {
  private static final int SHORTEST_SECRET = 4;

  private Said() {}

  static Optional<String> last(String errors, CommandText text, References values) {
    return errors
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((before, last) -> last)
        .map(line -> masked(line, text, values));
  }

  private static String masked(String line, CommandText text, References values) {
    List<Template> templates =
        switch (text) {
          case CommandText.Line(String shell) -> List.of();
          case CommandText.Arguments(List<Template> each) -> each;
        };
    String result = line;
    for (Template template : templates) {
      for (Reference reference : template.references()) {
        String value = values.value(reference);
        if (value.length() >= SHORTEST_SECRET) {
          result = result.replace(value, reference.toString());
        }
      }
    }
    return result;
  }
}
