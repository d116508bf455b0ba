package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Prompt;
import dev.rehome.redeployment.workshop.Approval;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows the evidence and has the operator type a word, unless the command line answers.
 *
 * @param given what the command line says to a word, if it says anything at all
 */
record AskedApproval(Output output, Optional<Function<String, Optional<String>>> given)
    implements Approval {
  /** Whatever is asked is approved by this. */
  static AskedApproval always(Output output, String by) {
    return new AskedApproval(output, Optional.of(word -> Optional.of(by)));
  }

  /** What is asked by this word, and nothing else, is approved. */
  static AskedApproval by(Output output, String approved) {
    return new AskedApproval(
        output,
        Optional.of(word -> Optional.of("--approve " + word).filter(any -> word.equals(approved))));
  }

  static AskedApproval onTheTerminal(Output output) {
    return new AskedApproval(output, Optional.empty());
  }

  @Override
  public Optional<String> ask(String word, String evidence) {
    return output.ask(
        () -> {
          output.text(evidence);
          return given.map(answer -> answer.apply(word)).orElseGet(() -> typed(word));
        });
  }

  private static Optional<String> typed(String word) {
    return Prompt.line("Type " + word + " to approve this: ")
        .filter(word::equals)
        .map(typed -> "typed on the terminal");
  }
}
