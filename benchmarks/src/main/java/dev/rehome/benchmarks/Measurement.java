package dev.rehome.benchmarks;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole command as GNU time sees it.
 *
 * @param seconds from start to end
 * @param cpuSeconds user and system, of all threads
 * @param megabytes the most memory that was resident in one process
 */
record Measurement(double seconds, double cpuSeconds, double megabytes) {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  static Measurement of(Command command) throws IOException {
    Path report = Files.createTempFile("time", ".txt");
    var arguments = new ArrayList<>(List.of("time", "-f", "%e %U %S %M", "-o", report.toString()));
    arguments.addAll(command.arguments());
    Finished finished =
        new Command(arguments, command.environment(), command.secrets(), command.folder())
            .run(LIMIT);
    if (!finished.succeeded()) {
      throw new IllegalStateException(command.arguments() + " failed: " + finished.errors());
    }
    String[] figures = Files.readString(report).trim().split(" ", -1);
    Files.delete(report);
    return new Measurement(
        Double.parseDouble(figures[0]),
        Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]),
        Double.parseDouble(figures[3]) / 1024);
  }
}
