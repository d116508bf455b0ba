package dev.rehome.infrastructure.commands;

import dev.rehome.stack.CommandText;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices an outputs command that says the same whatever there is: it would still tell of a stack
 * that is destroyed. Only what merely prints can be seen to be so; what a program answers when the
 * stack is gone nobody knows before.
 */
final class ConstantOutputs {
  private static final Set<String> PRINTING = Set.of("echo", "printf", "cat");

  /** With any of these a shell line may decide by what there is. */
  private static final String DECIDING = "(?s).*([|&;`<>]|\\$\\().*";

  private ConstantOutputs() {}

  static List<String> warnings(CommandText outputs) {
    return printing(outputs)
        .map(
            how ->
                "infrastructure.commands.outputs, \""
                    + outputs.text()
                    + "\", "
                    + how
                    + ": let it print {} when the stack is gone, or the run will take it for still"
                    + " there")
        .stream()
        .toList();
  }

  private static Optional<String> printing(CommandText outputs) {
    String text = outputs.text().strip();
    String first = text.split("\\s", 2)[0];
    boolean simple = outputs instanceof CommandText.Arguments || !unquoted(text).matches(DECIDING);
    if (!PRINTING.contains(first) || !simple) {
      return Optional.empty();
    }
    return Optional.of(
        first.equals("cat")
            ? "prints a file, which may outlive the stack"
            : "prints the same whether there is a stack or not");
  }

  /** Without what single quotes keep from the shell. */
  private static String unquoted(String text) {
    return text.replaceAll("'[^']*'", "");
  }
}
