package dev.rehome.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rehome",
    description =
        "Redeploys a stateful backend onto a fresh stack and proves that nothing was lost.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {RepositoryCommand.class})
final class RehomeCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new CommandLine.ExecutionException(spec.commandLine(), "no command");
  }
}
