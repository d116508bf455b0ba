package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Prompt;
import dev.rehome.redeployment.workshop.Approval;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows the evidence and has the operator type a word, unless the command line answers.
 *
 * @param answer to a word: who approved, if anybody did
 */
record AskedApproval(Output output, Function<String, Optional<String>> answer) implements Approval {
  /** Whatever is asked is approved by this. */
  static AskedApproval always(Output output, String by) {
    return new AskedApproval(output, word -> Optional.of(by));
  }

  /** What is asked by this word, and nothing else, is approved. */
  static AskedApproval by(Output output, String approved) {
    return new AskedApproval(
        output, word -> Optional.of("--approve " + word).filter(any -> word.equals(approved)));
  }

  static AskedApproval onTheTerminal(Output output) {
    return new AskedApproval(output, AskedApproval::typed);
  }

  @Override
  public Optional<String> ask(String word, String evidence) {
    return output.ask(
        () -> {
          output.text(evidence);
          return answer.apply(word);
        });
  }

  private static Optional<String> typed(String word) {
    return Prompt.line("Type " + word + " to approve this: ")
        .filter(word::equals)
        .map(typed -> "typed on the terminal");
  }
}
