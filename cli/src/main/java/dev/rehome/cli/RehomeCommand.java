package dev.rehome.cli;

import picocli.CommandLine.Command;

@Command(
    name = "rehome",
    description =
        "Redeploys a stateful backend onto a fresh stack and proves that nothing was lost.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {RepositoryCommand.class})
final class RehomeCommand {}
