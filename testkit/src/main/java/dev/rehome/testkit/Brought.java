package dev.rehome.testkit;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Programs of other versions than the machine's own, as {@code testkit/bring} brings them. */
public final class Brought {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Map<String, Path> FOLDERS = new ConcurrentHashMap<>();

  private Brought() {}

  /**
   * The folder that holds them, brought if need be.
   *
   * @param name such as {@code postgresql-17}; the script names them all
   */
  public static Path folder(String name) {
    return FOLDERS.computeIfAbsent(name, Brought::bring);
  }

  private static Path bring(String name) {
    Path script = Path.of(System.getProperty("rehome.root", "."), "testkit", "bring");
    Finished finished = Command.of(script.toString(), name).run(LIMIT);
    if (!finished.succeeded()) {
      throw new AssertionError("could not bring " + name + ": " + finished.errors());
    }
    return Path.of(finished.output().strip());
  }
}
