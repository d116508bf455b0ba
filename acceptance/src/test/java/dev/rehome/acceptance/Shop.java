package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The sample stack, prepared for a redeployment from its first revision to its second. */
final class Shop implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path folder;

  private Shop(Path folder) {
    this.folder = folder;
  }

  /** A running stack of tiny scale; its folder can be reached by every user. */
  static Shop prepare() throws IOException {
    Path parent = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(parent, "chmod 755 .");
    var shop = new Shop(parent.resolve("shop"));
    must(
        Command.of(Rehome.LAUNCHER, "demo", "--prepare-only", "--scale", "tiny")
            .and("--database", "server")
            .and("--folder", shop.folder.toString()));
    return shop;
  }

  static Finished must(Command command) {
    Finished finished = command.run(LIMIT);
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
    return finished;
  }

  Path folder() {
    return folder;
  }

  Path stackFile() {
    return folder.resolve("rehome.yaml");
  }

  Path home() {
    return folder.resolve("stack");
  }

  Command rehome(String command, String... arguments) {
    return Command.of(Rehome.LAUNCHER, command)
        .and(arguments)
        .and("--file", stackFile().toString());
  }

  Finished run(String command, String... arguments) {
    return rehome(command, arguments).run(LIMIT);
  }

  /** What the provisioners did, one line each, for example {@code database create done}. */
  List<String> provisioned() throws IOException {
    return Files.readAllLines(folder.resolve("provision.log")).stream()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  long provisioned(String what) throws IOException {
    return provisioned().stream().filter(what::equals).count();
  }

  /** The time of the last line that says this. */
  java.time.Instant when(String what) throws IOException {
    return Files.readAllLines(folder.resolve("provision.log")).stream()
        .filter(line -> line.endsWith(what))
        .map(line -> java.time.Instant.parse(line.substring(0, line.indexOf(' '))))
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  /** What psql prints for a query, as the database's superuser. */
  String query(String query) {
    return Shell.run(
            folder,
            "PGPASSWORD=$(cat stack/database/admin-password) psql -h 127.0.0.1 -p "
                + "$(sed -n 4p stack/database/data/postmaster.pid) -U postgres -Atc \"$1\" shop",
            query)
        .strip();
  }

  /** How often a text stands in the log of the database server that runs now. */
  long serverLog(String text) {
    return Long.parseLong(
        Shell.run(folder, "grep -c -F -- \"$1\" stack/database/data/log || true", text).strip());
  }

  /**
   * What the service answers; once it closed a connection without an answer, and nobody knows why.
   */
  String web(String path) {
    return Shell.run(
        folder,
        """
        port=$(sed -n 's/^SHOP_WEB_PORT=//p' place)
        curl -sS --fail --max-time 10 --retry 2 --retry-all-errors "http://127.0.0.1:$port$1" || {
          tail -n 20 stack/application/log >&2
          exit 1
        }\
        """,
        path);
  }

  Path journal(Path stateFolder) {
    return stateFolder.resolve("runs/r1/journal.jsonl");
  }

  static void kill(Running running) {
    running.signal("KILL");
    running.finish(new byte[0], LIMIT);
  }

  @Override
  public void close() {
    Command.of(Rehome.LAUNCHER, "demo", "--remove", folder.toString()).run(LIMIT);
    Shell.run(
        folder.resolveSibling("."), "rm -rf \"$1\"", folder.resolve("..").normalize().toString());
  }
}
