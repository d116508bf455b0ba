package dev.rehome.testkit;

import dev.rehome.process.Command;
import dev.rehome.process.FolderJob;
import dev.rehome.process.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Holds the jobs of this machine to what jobs promise. */
class FolderJobContractTest extends JobContract {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path temporary = Path.of("");

  private Path jobs() {
    return temporary.resolve("jobs");
  }

  private Path witness() {
    return temporary.resolve("witness");
  }

  @Override
  protected Job job() {
    return new FolderJob(jobs().resolve("one"));
  }

  @Override
  protected Command prints(String output, String errors, int exitCode) {
    return Command.of("sh", "-c", "echo >> \"$0\"; printf %s \"$1\"; printf %s \"$2\" >&2; exit $3")
        .and(witness().toString(), output, errors, "" + exitCode);
  }

  @Override
  protected Command stays() {
    return Command.of(
            "sh",
            "-c",
            "echo >> \"$0\"; while [ -d \"$1\" ] && [ ! -e \"$1/released\" ]; do sleep 0.02; done;"
                + " printf done")
        .and(witness().toString(), temporary.toString());
  }

  @Override
  protected void release() {
    try {
      Files.createFile(temporary.resolve("released"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void kill() {
    Command.of("pkill", "-KILL", "-f", temporary.toString()).run(LIMIT);
  }

  @Override
  protected void removeFolders() {
    Command.of("rm", "-r", jobs().toString()).run(LIMIT);
  }

  @Override
  protected int begun() {
    try (Stream<String> lines = Files.lines(witness())) {
      return (int) lines.count();
    } catch (IOException e) {
      return 0;
    }
  }

  @AfterEach
  void leaveNothing() {
    job().end();
  }
}
