package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.redeployment.check.Readiness;
import picocli.CommandLine.Command;

@Command(
    name = "check",
    description = {
      "Finds everything that a run would trip over, all at once, and changes nothing.",
      "",
      "Example:  rehome check v2.4"
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand extends LookingTask {
  @Override
  void show(Output output, Workplace workplace, Readiness.Report report) {
    report.refuse();
    output.result(
        "Ready: a run would trip over nothing that can be looked at today. "
            + Units.count(report.warnings().size(), "warning")
            + ", "
            + Units.count(report.later().size(), "question")
            + " left to the new stack.",
        Json.object(
            "command",
            "check",
            "outcome",
            "ready",
            "warnings",
            report.warnings(),
            "later",
            report.later()));
  }
}
