package dev.rehome.cli;

import dev.rehome.cli.terminal.Group;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The tree of commands. Each takes picocli some 5 ms to read, in a program that has just begun: so
 * a command line that names its command has only that one made.
 */
public final class Commands {
  private static final Set<List<String>> VERSION = Set.of(List.of("--version"), List.of("-V"));

  private Commands() {}

  public static CommandLine all() {
    return named(List.of());
  }

  /** As much of it as this command line needs. */
  static CommandLine named(List<String> arguments) {
    return settled(
        VERSION.contains(arguments)
            ? new CommandLine(new RehomeCommand())
            : grow(new RehomeCommand(), arguments));
  }

  private static CommandLine settled(CommandLine line) {
    return line.setUsageHelpWidth(100)
        .setParameterExceptionHandler(new UsageErrors())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static CommandLine grow(Object command, List<String> arguments) {
    var line = new CommandLine(command);
    if (line.getCommand() instanceof Group group) {
      Optional<Class<?>> wanted =
          group.commands().stream().filter(each -> isNamed(each, arguments)).findFirst();
      List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
      for (Class<?> each : wanted.map(List::<Class<?>>of).orElseGet(group::commands)) {
        line.addSubcommand(grow(each, rest));
      }
    }
    return line;
  }

  private static boolean isNamed(Class<?> command, List<String> arguments) {
    return !arguments.isEmpty()
        && Objects.requireNonNull(command.getAnnotation(Command.class))
            .name()
            .equals(arguments.getFirst());
  }
}
