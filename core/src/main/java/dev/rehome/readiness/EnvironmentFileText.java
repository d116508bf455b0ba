package dev.rehome.readiness;

import dev.rehome.host.Host;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lines of an environment file; none of them is ever shown.
 *
 * @param where for the operator
 */
record EnvironmentFileText(String where, List<String> lines) {
  /** The file, unless it cannot be read. */
  static Optional<EnvironmentFileText> read(Path file, Optional<Host> host) {
    return host.isPresent() ? there(file, host.get()) : here(file);
  }

  private static Optional<EnvironmentFileText> there(Path file, Host host) {
    Finished finished = host.run(Command.of("cat", "--", file.toString()), Optional.empty());
    return finished.succeeded()
        ? Optional.of(of(file + " on host " + host.name(), finished.output()))
        : Optional.empty();
  }

  private static Optional<EnvironmentFileText> here(Path file) {
    try {
      return Optional.of(of(file.toString(), Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static EnvironmentFileText of(String where, String text) {
    return new EnvironmentFileText(where, text.lines().toList());
  }

  /**
   * Lines that belong to no variable of their own: whether each goes on with the one before it, and
   * whether a line after it is a variable at all, cannot be told.
   */
  Findings look() {
    String odd =
        IntStream.range(0, lines.size())
            .filter(i -> odd(lines.get(i)))
            .mapToObj(i -> "" + (i + 1))
            .collect(Collectors.joining(", "));
    return Findings.problemUnless(
        odd.isEmpty(),
        "the environment file "
            + where
            + " has lines without KEY= in front: "
            + odd
            + "; a value of several lines cannot be told from variables (write it on one line, or"
            + " take the variable out)");
  }

  private static boolean odd(String line) {
    return !line.isBlank()
        && !line.startsWith("#")
        && !line.matches("(?s)[A-Za-z_][A-Za-z0-9_]*=.*");
  }
}
