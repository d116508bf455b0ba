package dev.rehome.readiness;

import dev.rehome.stack.CommandText;
import dev.rehome.stack.Stack;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether a shell line holds a reference: nothing replaces it there, and the shell takes it for one
 * of its own, which is empty or an error.
 */
public record ShellLineLook(Stack stack) {
  private static final Pattern REFERENCE =
      Pattern.compile("(?<!\\$)\\$\\{(?:(output|state|tfvar|host)\\.|(env|file):)([^}]*)}");

  public Findings look() {
    return Findings.all(new StackTexts(stack).commands().map(ShellLineLook::look));
  }

  private static Findings look(StackTexts.Written written) {
    return switch (written.command()) {
      case CommandText.Arguments arguments -> Findings.NONE;
      case CommandText.Line(String text) ->
          Findings.problems(
              REFERENCE
                  .matcher(text)
                  .results()
                  .map(found -> sentence(written.where(), found))
                  .toList());
    };
  }

  private static String sentence(String where, MatchResult found) {
    return where
        + ": "
        + found.group()
        + " stands in a shell line, in which nothing replaces it ("
        + ("output".equals(found.group(1))
            ? "write $REHOME_OUTPUT_"
                + found.group(3).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")
                + " there, or make a list of the command"
            : "make a list of the command; references stand in lists")
        + ")";
  }
}
