package dev.rehome.cli.stack;

import dev.rehome.redeployment.Redeployment;
import dev.rehome.redeployment.Redeployments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Redeploys the stack: saves all state, proves the backup, destroys the stack, builds it from"
          + " another revision, and brings all state back.",
      "",
      "Nothing is destroyed before the backup was restored elsewhere and compared, and before you"
          + " approved what will be destroyed. A run that was stopped or killed is resumed.",
      "",
      "Example:  rehome check v2.4 && rehome run v2.4"
    },
    mixinStandardHelpOptions = true)
public final class RunCommand extends RunningTask {
  @Parameters(index = "0", paramLabel = "REVISION", description = "The revision to deploy.")
  String revision = "";

  @Option(
      names = "--from",
      paramLabel = "REVISION",
      description = "The revision that runs today, if the stack file does not say how to read it.")
  @Nullable String from;

  @Mixin RestoreFromOption restore = new RestoreFromOption();

  @Override
  Redeployment.Outcome carryOn(Redeployments redeployments) {
    return redeployments.begin(revision, Optional.ofNullable(from), restore.chosen(), takeOver);
  }

  @Override
  String commandName() {
    return "run";
  }
}
