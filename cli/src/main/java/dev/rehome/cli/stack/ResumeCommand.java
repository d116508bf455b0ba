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
    name = "resume",
    description = {
      "Goes on with a run that was stopped, killed, or failed; also one begun on another machine.",
      "",
      "What is done is not done again, and what is under way is waited for."
    },
    mixinStandardHelpOptions = true)
public final class ResumeCommand extends RunningTask {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run; the newest unless given.")
  @Nullable String run;

  @Option(
      names = "--accept-lost",
      description = "Accept what the certificate just called lost, and nothing else.")
  boolean acceptLost;

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description =
          "Once the old stack is gone: destroy what the run has built, and build this revision"
              + " instead.")
  @Nullable String revision;

  @Mixin RestoreFromOption restore = new RestoreFromOption();

  @Override
  Redeployment.Outcome carryOn(Redeployments redeployments) {
    return redeployments.resume(
        redeployments.runs().find(Optional.ofNullable(run)),
        acceptLost,
        restore.chosen(),
        Optional.ofNullable(revision),
        takeOver);
  }

  @Override
  String commandName() {
    return "resume";
  }
}
