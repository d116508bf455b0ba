package dev.rehome.testkit;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** restic itself, as a judge of what we write, and as the writer of what we read. */
public record Restic(String binary) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The one that the machine has (0.14 on Debian 12). */
  public static final Restic INSTALLED = new Restic("restic");

  /** 0.18, of a later Debian release. */
  public static Restic newer() {
    return new Restic(Brought.folder("restic-0.18").resolve("usr/bin/restic").toString());
  }

  public static List<Restic> both() {
    return List.of(INSTALLED, newer());
  }

  /** On the repository in the folder, with the password that all tests use. */
  public Finished on(Path repository, String... arguments) {
    return Command.of(binary, "--repo", repository.toString(), "--no-cache")
        .and(arguments)
        .with("RESTIC_PASSWORD", new Secret(Repositories.PASSWORD))
        .with("GOMAXPROCS", "2")
        .with("HOME", "/nonexistent")
        .run(LIMIT);
  }

  /** The same, failing the test unless it succeeds; what it printed. */
  public String succeed(Path repository, String... arguments) {
    Finished finished = on(repository, arguments);
    if (!finished.succeeded()) {
      throw new AssertionError(
          binary
              + " "
              + String.join(" ", arguments)
              + " ended with "
              + finished.exitCode()
              + ":\n"
              + finished.output()
              + finished.errors());
    }
    return finished.output();
  }

  /** {@code check --read-data} with no complaint. */
  public void findsValid(Path repository) {
    succeed(repository, "check", "--read-data", "--no-lock");
  }

  @Override
  public String toString() {
    return binary.equals("restic") ? "restic of this machine" : "restic 0.18";
  }
}
