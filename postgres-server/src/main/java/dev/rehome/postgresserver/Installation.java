package dev.rehome.postgresserver;

import dev.rehome.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The PostgreSQL programs of one version, in one folder. {@code major} is 12, 15, 18, … */
public record Installation(Path programs, int major) {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  public Path program(String name) {
    return programs.resolve(name);
  }

  /** Whether it can run servers, not only talk to them. */
  public boolean hasServer() {
    return Files.isExecutable(program("initdb")) && Files.isExecutable(program("postgres"));
  }

  /** All on this machine, oldest first: those on PATH, and where Debian and Red Hat put them. */
  public static List<Installation> all() {
    var folders = new ArrayList<Path>();
    for (String folder : String.valueOf(System.getenv("PATH")).split(":")) {
      folders.add(Path.of(folder));
    }
    folders.addAll(children(Path.of("/usr/lib/postgresql")));
    folders.addAll(children(Path.of("/usr")));
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("pg_dump")))
        .flatMap(folder -> at(folder).stream())
        .sorted(Comparator.comparing(Installation::hasServer).reversed())
        .collect(
            java.util.stream.Collectors.toMap(
                Installation::major, each -> each, (one, other) -> one, java.util.TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  private static List<Path> children(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(parent)) {
      return folders
          .filter(each -> each.getFileName().toString().matches("\\d+|pgsql-\\d+"))
          .map(each -> each.resolve("bin"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("could not look for PostgreSQL in " + parent, e);
    }
  }

  private static Optional<Installation> at(Path folder) {
    String version =
        Command.of(folder.resolve("pg_dump").toString(), "--version")
            .run(Duration.ofMinutes(1))
            .output();
    Matcher matcher = VERSION.matcher(version);
    return matcher.find()
        ? Optional.of(new Installation(folder, Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  /**
   * The one of this major version, else the next newer one: older programs refuse newer servers.
   */
  public static Optional<Installation> fitting(int major) {
    return all().stream().filter(each -> each.major >= major).findFirst();
  }

  /** The same, of those that can run a server. */
  public static Optional<Installation> servingFor(int major) {
    return all().stream().filter(Installation::hasServer).filter(i -> i.major >= major).findFirst();
  }
}
