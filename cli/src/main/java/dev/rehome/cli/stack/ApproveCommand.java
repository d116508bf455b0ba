package dev.rehome.cli.stack;

import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.redeployment.Runs;
import dev.rehome.repository.Party;
import dev.rehome.run.RunId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "approve",
    description = {
      "Approves what a waiting run will destroy; valid for 24 hours.",
      "",
      "Example:  rehome report r7 && rehome approve r7 && rehome resume r7"
    },
    mixinStandardHelpOptions = true)
public final class ApproveCommand extends StackTask {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run.")
  String run = "";

  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      Runs runs = workplace.runs(repository);
      RunId id = runs.find(Optional.of(run));
      Party self = Party.self();
      runs.approve(id, self.username() + "@" + self.hostname(), workplace.surroundings());
      output.result(
          "Approved: rehome resume " + id + "    goes on",
          Json.object("command", "approve", "run", id.text()));
      return ExitCode.DONE;
    }
  }
}
