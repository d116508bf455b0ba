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
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
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
          "max_wal_senders=0",
          "listen_addresses=127.0.0.1");

  private final Installation installation;
  private final Path folder;
  private final Account account;

  private PostgresServer(Installation installation, Path folder) {
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
    var server = new PostgresServer(installation, folder);
    if (!Files.exists(server.folder.resolve("complete"))) {
      delete(installation, folder);
      server.create();
    }
    if (!server.isRunning()) {
      server.start();
    }
    return server;
  }

  /** Stops the server in this folder, if there is one, and removes the folder. */
  public static void delete(Installation installation, Path folder) {
    if (Files.exists(folder)) {
      new PostgresServer(installation, folder).stop();
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
      Path data = Files.createDirectories(folder.resolve("data"));
      if (Account.isRoot()) {
        var lookup = data.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(data, lookup.lookupPrincipalByName(account.name()));
        Files.setOwner(password, lookup.lookupPrincipalByName(account.name()));
      }
      must(
          program("initdb")
              .and("-D", data.toString(), "-U", SUPERUSER, "-A", "scram-sha-256", "-E", "UTF8")
              .and("--locale=C", "--no-sync", "--pwfile=" + password));
      Files.createFile(folder.resolve("complete"));
    } catch (IOException e) {
      throw new UncheckedIOException("could not make the server's folder " + folder, e);
    }
  }

  private void start() {
    Finished finished = new Finished(1, "", "");
    for (int attempt = 0; attempt < ATTEMPTS && !finished.succeeded(); attempt++) {
      var options = new StringBuilder("-p " + freePort());
      FOR_SPEED.forEach(setting -> options.append(" -c ").append(setting));
      options.append(" -c unix_socket_directories=''");
      finished =
          program("pg_ctl")
              .and("-D", data(), "-l", data() + "/log", "-o", options.toString(), "-w", "start")
              .run(PATIENCE);
    }
    if (!finished.succeeded()) {
      throw new ServerException("PostgreSQL does not start", log());
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

  private void stop() {
    if (Files.exists(Path.of(data(), "postmaster.pid"))) {
      program("pg_ctl").and("-D", data(), "-m", "immediate", "-w", "stop").run(PATIENCE);
    }
  }

  private Command program(String name) {
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
