package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.journal.RunId;
import dev.rehome.redeployment.RunReport;
import dev.rehome.redeployment.Runs;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = "Shows what a run did, as one readable page.",
    mixinStandardHelpOptions = true)
public final class ReportCommand extends StackTask {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run; the newest unless given.")
  @Nullable String run;

  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      Runs runs = workplace.runs(repository);
      RunId id = runs.find(Optional.ofNullable(run));
      String page = RunReport.page(runs.entries(id));
      output.result(
          page.stripTrailing(), Json.object("command", "report", "run", id.text(), "page", page));
      return ExitCode.DONE;
    }
  }
}
