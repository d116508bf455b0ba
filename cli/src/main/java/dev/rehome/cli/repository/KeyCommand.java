package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.Group;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "key",
    description =
        "Lists, adds and removes the keys that open a repository, and changes a password.",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Group {
  @Override
  public List<Class<?>> commands() {
    return List.of(
        KeyListCommand.class,
        KeyAddCommand.class,
        KeyRemoveCommand.class,
        KeyPasswordCommand.class);
  }
}
