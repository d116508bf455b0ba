package dev.rehome.database;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.host.Host;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a dump lies while it is made or loaded; nobody else can read it.
 *
 * @param host the machine that it is on, if that is not this one
 */
public record DumpFolder(Optional<Host> host, Path path) {
  /** What a killed run left goes after a week. */
  private static final String CLEAR =
      """
      umask 077; base=$(dirname "$(dirname "$1")")
      mkdir -p "$base" && find "$base" -mindepth 1 -maxdepth 1 -mtime +6 -exec rm -rf {} + &&
      rm -rf "$(dirname "$1")" && mkdir -p "$1"
      """;

  /** Files of at least this many bytes are large. */
  private static final long LARGE = 1 << 20;

  private static final String LIST_LARGE =
      "cd \"$1\" && find . -maxdepth 1 -type f -size +"
          + (LARGE - 1)
          + "c -exec env LC_ALL=C ls -ln {} +";

  /** A folder of this machine, which need not be there. */
  public static DumpFolder here(Path path) {
    return new DumpFolder(Optional.empty(), path);
  }

  /**
   * A folder of the host, beside the agents, of the user who logs in.
   *
   * @param name which no other dump has
   */
  public static DumpFolder on(Host host, String name) {
    Finished home = run(host, "cd && pwd -P");
    if (!home.succeeded()) {
      throw cannotBeMade(host, home.errors(), "give " + host.login() + " a home folder there");
    }
    return new DumpFolder(
        Optional.of(host),
        Path.of(home.output().strip())
            .resolve(".cache/rehome/dumps")
            .resolve(name)
            .resolve("dump"));
  }

  private static Finished run(Host host, String script, String... arguments) {
    Command command = Command.of("sh", "-c", script, "rehome").and(arguments);
    return host.run(command, Optional.of(host.login()));
  }

  /** Removes what is there; on a host, makes the folder anew. */
  public void clear() {
    if (host.isEmpty()) {
      Folders.remove(path);
      return;
    }
    Finished finished = run(host.get(), CLEAR, path.toString());
    if (!finished.succeeded()) {
      throw cannotBeMade(host.get(), finished.errors(), "see that " + path + " can be made there");
    }
  }

  private static FailureException cannotBeMade(Host host, String why, String next) {
    return new FailureException(
        Failure.Kind.FAILED,
        "the folder for a dump on host " + host.name() + " cannot be made: " + why.strip(),
        Safety.NOTHING_CHANGED,
        next);
  }

  /** Its large files by name, and their bytes now; none where it cannot be looked at. */
  public Map<String, Long> largeFiles() {
    if (host.isPresent()) {
      return run(host.get(), LIST_LARGE, path.toString())
          .output()
          .lines()
          .map(line -> line.split(" +", 9)) // mode, links, user, group, size, three of time, name
          .filter(words -> words.length == 9)
          .collect(
              Collectors.toMap(
                  words -> words[8].replaceFirst("^\\./", ""), words -> Long.valueOf(words[4])));
    }
    try (Stream<Path> all = Files.list(path)) {
      return all.map(Path::toFile)
          .filter(file -> file.isFile() && file.length() >= LARGE)
          .collect(Collectors.toMap(File::getName, File::length));
    } catch (IOException | UncheckedIOException e) {
      return Map.of();
    }
  }

  /** Removes it with all in it; if its host cannot be reached, it goes with the next one there. */
  public void remove() {
    try {
      if (host.isEmpty()) {
        Folders.remove(path);
      } else {
        run(host.get(), "rm -rf \"$(dirname \"$1\")\"", path.toString());
      }
    } catch (FailureException e) {
      // What the dump was for counts more, and may have failed for the same reason.
    }
  }
}
