package dev.rehome.cli;

import dev.rehome.cli.repository.RepositoryCommand;
import dev.rehome.cli.stack.BackupCommand;
import dev.rehome.cli.stack.BackupsCommand;
import dev.rehome.cli.stack.ProveCommand;
import picocli.CommandLine.Command;

@Command(
    name = "rehome",
    description =
        "Redeploys a stateful backend onto a fresh stack and proves that nothing was lost.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      BackupCommand.class,
      BackupsCommand.class,
      ProveCommand.class,
      RepositoryCommand.class
    })
final class RehomeCommand {}
