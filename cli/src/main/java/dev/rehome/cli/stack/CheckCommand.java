package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.redeployment.Readiness;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Finds everything that a run would trip over, all at once, and changes nothing.",
      "",
      "Example:  rehome check v2.4"
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand extends StackTask {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REVISION",
      description = "The revision that a run would deploy (default: ${DEFAULT-VALUE}).")
  String revision = "HEAD";

  @Option(
      names = "--from",
      paramLabel = "REVISION",
      description = "The revision that runs today, if the stack file does not say how to read it.")
  @Nullable String from;

  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      Readiness.Report report =
          workplace
              .redeployments(
                  repository, (stack, evidence) -> Optional.empty(), new RunDisplay(output))
              .check(revision, Optional.ofNullable(from));
      report
          .warnings()
          .forEach(
              text -> output.line("WARNING " + text, Json.object("type", "warning", "text", text)));
      report
          .problems()
          .forEach(text -> output.problem(text, Json.object("type", "problem", "text", text)));
      report.refuse();
      output.result(
          "Ready: a run would trip over nothing. "
              + Units.count(report.warnings().size(), "warning")
              + ".",
          Json.object("command", "check", "outcome", "ready", "warnings", report.warnings()));
      return ExitCode.DONE;
    }
  }
}
