package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Output;
import dev.rehome.redeployment.Approval;
import java.io.Console;
import java.util.Optional;

/**
 * Shows the evidence and has the operator type the stack's name, unless the command line gives the
 * approval.
 *
 * @param given by which words it is given, if it is
 */
record AskedApproval(Output output, Optional<String> given) implements Approval {
  @Override
  public Optional<String> ask(String stack, String evidence) {
    return output.ask(
        () -> {
          output.text(evidence);
          return given.isPresent() ? given : typed(stack);
        });
  }

  private static Optional<String> typed(String stack) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    String typed =
        console.readLine("Type the stack's name (%s) to destroy and rebuild it: ", stack);
    return stack.equals(typed) ? Optional.of("typed on the terminal") : Optional.empty();
  }
}
