package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Output;
import dev.rehome.redeployment.Redeployment;
import dev.rehome.stack.Stack;
import dev.rehome.stack.StackFile;
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
    var workplace = new Workplace(stack, new StackOptions(), new RunDisplay(output));
    var approval =
        yes ? AskedApproval.always(output, "--yes") : AskedApproval.onTheTerminal(output);
    try (StackRepository repository = workplace.repository()) {
      Redeployment.Outcome outcome =
          workplace
              .redeployments(repository, approval)
              .begin(revision, Optional.empty(), Optional.empty(), false);
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
}
