package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.redeployment.report.RunReport;
import dev.rehome.run.Entry;
import dev.rehome.run.RunId;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "report",
    description = "Shows what a run did, as one readable page.",
    mixinStandardHelpOptions = true)
public final class ReportCommand extends RunShowingTask {
  @Override
  void show(Output output, StackRepository repository, RunId id, List<Entry> journal) {
    String page = RunReport.page(journal);
    output.result(
        page.stripTrailing(), Json.object("command", "report", "run", id.text(), "page", page));
  }
}
