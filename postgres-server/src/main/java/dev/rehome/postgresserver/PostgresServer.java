package dev.rehome.postgresserver;

import dev.rehome.process.Account;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server in a folder of its own, on loopback only, with one superuser {@code postgres} and a
 * password nobody chose. It is kept for speed, not for ever: nothing in it is synced to the disk.
 * What is in the folder is enough to find, stop or start it again from another process.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String SUPERUSER = "postgres";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 5;
  private static final List<String> FOR_SPEED =
      List.of(
          "fsync=off",
          "full_page_writes=off",
          "synchronous_commit=off",
          "autovacuum=off",
          "max_wal_size=4GB",
          "shared_buffers=256MB",
          "wal_level=minimal",
          "max_wal_senders=0");

  /** What {@link #running(Installation, Path)} makes. */
  private static final Setup SCRATCH =
      new Setup(SUPERUSER, "127.0.0.1", 0, Optional.empty(), List.of());

  /**
   * How a server is reached.
   *
   * @param address on loopback
   * @param port 0 for any that is free
   * @param sockets the folder for its socket, made if it is not there
   * @param settings such as {@code work_mem=64MB}
   */
  public record Setup(
      String superuser, String address, int port, Optional<Path> sockets, List<String> settings) {}

  private final Installation installation;
  private final Path folder;
  private final Account account;
  private final Setup setup;

  private PostgresServer(Installation installation, Path folder, Setup setup) {
    this.setup = setup;
    this.installation = installation;
    this.folder = folder.toAbsolutePath();
    this.account = account();
  }

  private static Account account() {
    String name = Account.isRoot() ? SUPERUSER : System.getProperty("user.name");
    return Account.find(name)
        .or(() -> Account.find("nobody"))
        .orElseThrow(() -> new ServerException("there is no account to run PostgreSQL as", ""));
  }

  /** The server whose folder this is: made, started, or only found, as needed. */
  public static PostgresServer running(Installation installation, Path folder) {
    return running(installation, folder, SCRATCH);
  }

  /** The same, reached in another way. */
  public static PostgresServer running(Installation installation, Path folder, Setup setup) {
    var server = new PostgresServer(installation, folder, setup);
    if (!Files.exists(server.folder.resolve("complete"))) {
      delete(installation, folder);
      server.create();
    }
    if (!server.isRunning()) {
      server.start();
    }
    return server;
  }

  /** The server whose folder this is, whether it runs or not. */
  public static PostgresServer at(Installation installation, Path folder, Setup setup) {
    return new PostgresServer(installation, folder, setup);
  }

  /** Stops the server in this folder, if there is one, and removes the folder. */
  public static void delete(Installation installation, Path folder) {
    if (Files.exists(folder)) {
      new PostgresServer(installation, folder, SCRATCH).stop();
      removeAll(folder);
    }
  }

  private void create() {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      Path password = folder.resolve("password");
      Files.createFile(
          password,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Files.writeString(password, HexFormat.of().formatHex(random) + "\n");
      own(Files.createDirectories(folder.resolve("data")));
      own(password);
      must(
          program("initdb")
              .and("-D", data(), "-U", setup.superuser(), "-A", "scram-sha-256", "-E", "UTF8")
              .and("--locale=C", "--no-sync", "--pwfile=" + password));
      Files.createFile(folder.resolve("complete"));
    } catch (IOException e) {
      throw new UncheckedIOException("could not make the server's folder " + folder, e);
    }
  }

  private void start() {
    Finished finished = new Finished(1, "", "");
    for (int attempt = 0; attempt < ATTEMPTS && !finished.succeeded(); attempt++) {
      finished =
          program("pg_ctl")
              .and("-D", data(), "-l", data() + "/log", "-o", options(), "-w", "start")
              .run(PATIENCE);
    }
    if (!finished.succeeded()) {
      throw new ServerException("PostgreSQL does not start", log());
    }
  }

  private String options() {
    var options = new StringBuilder("-p " + (setup.port() == 0 ? freePort() : setup.port()));
    var settings = new ArrayList<>(FOR_SPEED);
    settings.add("listen_addresses=" + setup.address());
    settings.addAll(setup.settings());
    settings.forEach(
        setting -> options.append(" -c '").append(setting.replace("'", "'\\''")).append("'"));
    setup.sockets().ifPresent(this::ready);
    options
        .append(" -c unix_socket_directories='")
        .append(setup.sockets().map(Path::toString).orElse(""))
        .append("'");
    return options.toString();
  }

  private void ready(Path sockets) {
    try {
      own(Files.createDirectories(sockets));
    } catch (IOException e) {
      throw new UncheckedIOException("could not make the folder for sockets", e);
    }
  }

  /** Makes a file or folder the server's. */
  public void own(Path path) throws IOException {
    if (Account.isRoot()) {
      var lookup = path.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(path, lookup.lookupPrincipalByName(account.name()));
    }
  }

  private String log() {
    try {
      List<String> lines = Files.readAllLines(Path.of(data(), "log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port", e);
    }
  }

  private boolean isRunning() {
    return program("pg_ctl").and("-D", data(), "status").run(PATIENCE).succeeded();
  }

  /** Ends it at once, as a crash would; it recovers when it starts again. */
  public void stop() {
    if (Files.exists(Path.of(data(), "postmaster.pid"))) {
      program("pg_ctl").and("-D", data(), "-m", "immediate", "-w", "stop").run(PATIENCE);
    }
  }

  /** One of PostgreSQL's programs, as the server's user. */
  public Command program(String name) {
    return account.run(
        Command.of(installation.program(name).toString()).with("LC_ALL", "C.UTF-8").in(folder));
  }

  private static void must(Command command) {
    Finished finished = command.run(PATIENCE);
    if (!finished.succeeded()) {
      throw new ServerException("initdb failed", finished.errors().strip());
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  public Installation installation() {
    return installation;
  }

  public Path folder() {
    return folder;
  }

  public int port() {
    return Integer.parseInt(line(Path.of(data(), "postmaster.pid"), 3));
  }

  public Secret password() {
    return new Secret(line(folder.resolve("password"), 0));
  }

  private static String line(Path file, int index) {
    try {
      return Files.readAllLines(file).get(index).trim();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
  }

  /** Stops it and removes all of it. */
  @Override
  public void close() {
    delete(installation, folder);
  }

  /** Tries for a while: an initdb whose starter was killed may still write. */
  private static void removeAll(Path folder) {
    for (int attempt = 1; ; attempt++) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
        return;
      } catch (IOException | UncheckedIOException e) {
        if (attempt == 20) {
          throw new ServerException("could not remove " + folder, String.valueOf(e.getMessage()));
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
