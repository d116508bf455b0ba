package dev.rehome.cli.stack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command on a stack takes. */
final class StackOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The stack file (default: ${DEFAULT-VALUE}).")
  Path file = Path.of("rehome.yaml");

  @Option(
      names = "--state-folder",
      paramLabel = "DIR",
      description = "Where runs keep their journals; .rehome beside the stack file unless given.")
  @Nullable Path stateFolder;
}
