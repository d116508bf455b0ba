package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Output;
import dev.rehome.redeployment.Redeployment;
import dev.rehome.stack.Stack;
import dev.rehome.stack.StackFile;
import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The redeployment in the demo: the same as {@code rehome run}. */
public final class StackDemo {
  private StackDemo() {}

  /** Runs it to the end; what it started stays up, to be looked at. */
  public static ExitCode redeploy(
      Output output, Path file, String revision, boolean yes, Path folder) {
    Stack stack = StackFile.read(file);
    var workplace = new Workplace(stack, new StackOptions(), text -> {});
    try (StackRepository repository = workplace.repository()) {
      Redeployment.Outcome outcome =
          workplace
              .redeployments(
                  repository,
                  (name, evidence) -> approved(output, name, evidence, yes),
                  new RunDisplay(output))
              .begin(revision, Optional.empty(), false);
      Map<String, Object> fields = RunningTask.fields("demo", outcome);
      output.result(
          RunningTask.text(outcome)
              + "\n\nReport: "
              + fields.get("report")
              + "\nTry next, with --file "
              + file
              + ":\n  rehome status · rehome report · rehome backups · rehome rollback"
              + "\n  rehome demo --remove "
              + folder
              + "    ends all of it",
          fields);
      return ExitCode.DONE;
    }
  }

  private static Optional<String> approved(
      Output output, String stack, String evidence, boolean yes) {
    output.text(evidence);
    if (yes) {
      return Optional.of("--yes");
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    String typed =
        console.readLine("Type the stack's name (%s) to destroy and rebuild it: ", stack);
    return stack.equals(typed) ? Optional.of("typed on the terminal") : Optional.empty();
  }
}
