package dev.rehome.readiness;

import dev.rehome.process.Command;
import dev.rehome.stack.CommandText;
import dev.rehome.stack.References;
import dev.rehome.stack.Template;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program that a command names first.
 *
 * @param word a name, or a path
 * @param ofShell whether a shell may have it itself
 * @param tolerated whether the line goes on in another way if it fails
 * @param ofStack whether the word depends on the stack
 */
record Program(String word, boolean ofShell, boolean tolerated, boolean ofStack) {
  /** A word that the shell neither takes apart nor assigns or defines. */
  private static final Pattern FIRST = Pattern.compile("\\s*([A-Za-z0-9_./+-]+)(?=[\\s;&|<>]|$)");

  /**
   * Looks as the kernel would: for a file that may be run, along the path unless it is a path
   * itself. Arguments: the word, and whether a shell may have it itself.
   */
  private static final String LOOK =
      """
      case $1 in */*) [ -f "$1" ] && [ -x "$1" ]; exit ;; esac
      IFS=:
      for folder in $PATH; do
        if [ -f "${folder:-.}/$1" ] && [ -x "${folder:-.}/$1" ]; then exit 0; fi
      done
      [ "$2" = shell ] && command -v -- "$1" > /dev/null
      """;

  /** The one of a command, if it can be told without running it. */
  static Optional<Program> of(CommandText command, References values) {
    return switch (command) {
      case CommandText.Line(String text) -> {
        Matcher first = FIRST.matcher(text);
        yield first.lookingAt()
            ? Optional.of(new Program(first.group(1), true, text.contains("||"), false))
            : Optional.empty();
      }
      case CommandText.Arguments(List<Template> each) ->
          each.stream()
              .findFirst()
              .map(
                  program ->
                      new Program(
                          program.resolve(values), false, false, !program.sameForAllStacks()));
    };
  }

  boolean isPath() {
    return word.contains("/");
  }

  /** Succeeds where it can be run. */
  Command looking() {
    return Command.of("sh", "-c", LOOK, "look", word, ofShell ? "shell" : "");
  }
}
