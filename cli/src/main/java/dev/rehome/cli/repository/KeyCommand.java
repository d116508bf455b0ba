package dev.rehome.cli.repository;

import picocli.CommandLine.Command;

@Command(
    name = "key",
    description =
        "Lists, adds and removes the keys that open a repository, and changes a password.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeyListCommand.class,
      KeyAddCommand.class,
      KeyRemoveCommand.class,
      KeyPasswordCommand.class
    })
final class KeyCommand {}
