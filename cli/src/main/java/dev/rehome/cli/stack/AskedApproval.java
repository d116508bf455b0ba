package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Prompt;
import dev.rehome.redeployment.workshop.Approval;
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
    return Prompt.line("Type the stack's name (" + stack + ") to destroy and rebuild it: ")
        .filter(stack::equals)
        .map(typed -> "typed on the terminal");
  }
}
