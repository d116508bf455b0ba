package dev.rehome.cli.stack;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Task;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.stack.StackFileSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = {
      "Writes a stack file to start from, with comments.",
      "",
      "Example:  rehome init && $EDITOR rehome.yaml && rehome backup && rehome prove"
    },
    mixinStandardHelpOptions = true)
public final class InitCommand extends Task {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The file to write (default: ${DEFAULT-VALUE}).")
  Path file = Path.of("rehome.yaml");

  @Option(
      names = "--schema",
      description = "Print the JSON Schema of stack files instead, for editors.")
  boolean schema;

  @Override
  protected ExitCode run(Output output) {
    if (schema) {
      output.text(StackFileSchema.json().stripTrailing());
      output.result("", Json.object("command", "init", "schema", StackFileSchema.json()));
      return ExitCode.DONE;
    }
    try {
      Files.writeString(file, start(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          file + " is there already",
          Safety.NOTHING_CHANGED,
          "name another one: --file FILE");
    } catch (IOException e) {
      throw new UncheckedIOException("could not write " + file, e);
    }
    output.result(
        "Wrote " + file + ". Fill it in, then: rehome backup, rehome prove",
        Json.object("command", "init", "file", file.toString()));
    return ExitCode.DONE;
  }

  private static String start() {
    try (InputStream in = InitCommand.class.getResourceAsStream("/rehome.yaml")) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
