package dev.rehome.cli.stack;

import dev.rehome.redeployment.Redeployment;
import dev.rehome.redeployment.Redeployments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = {
      "Brings the old revision back.",
      "",
      "Before anything was destroyed, the old stack is opened again. Later, what there is of the"
          + " new one is destroyed, and the old revision is built from the final backup."
    },
    mixinStandardHelpOptions = true)
public final class RollbackCommand extends RunningTask {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run; the newest unless given.")
  @Nullable String run;

  @Option(
      names = "--discard-writes-since",
      description =
          "Give up what was written since: to the new stack, or to what is left of the old one.")
  boolean discard;

  @Override
  Redeployment.Outcome carryOn(Redeployments redeployments) {
    return redeployments.rollBack(
        redeployments.runs().find(Optional.ofNullable(run)), discard, takeOver);
  }

  @Override
  String commandName() {
    return "rollback";
  }
}
