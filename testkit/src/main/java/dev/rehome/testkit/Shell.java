package dev.rehome.testkit;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.nio.file.Path;
import java.time.Duration;

/** Runs a line of shell where a test needs the system's own tools; a failure is the test's. */
public final class Shell {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Shell() {}

  /** What it printed. The first argument is {@code $1}, and so on. */
  public static String run(Path folder, String script, String... arguments) {
    Finished finished =
        Command.of("bash", "-euo", "pipefail", "-c", script, "test")
            .and(arguments)
            .with("LC_ALL", "C.UTF-8")
            .in(folder)
            .run(LIMIT);
    if (!finished.succeeded()) {
      throw new AssertionError(
          "exit code " + finished.exitCode() + " of: " + script + "\n" + finished.errors());
    }
    return finished.output();
  }
}
