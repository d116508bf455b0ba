package dev.rehome.database.postgres;

import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.postgresserver.Installation;
import dev.rehome.postgresserver.PostgresServer;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A server of a test's own, in a folder that its account may enter, gone when it is closed. */
public final class OwnServer implements AutoCloseable {
  private final Path folder;
  private final List<String> settings;
  private PostgresServer server;

  /**
   * Starts it.
   *
   * @param settings such as {@code autovacuum=on}
   */
  public OwnServer(String... settings) {
    this.settings = List.of(settings);
    try {
      folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = running();
  }

  private PostgresServer running() {
    return PostgresServer.running(
        programs(),
        folder.resolve("server"),
        new PostgresServer.Setup(
            PostgresServer.SUPERUSER, "127.0.0.1", 0, Optional.empty(), settings));
  }

  /** The newest of this machine, or those of {@code -Drehome.postgres=FOLDER}. */
  private static Installation programs() {
    String folder = System.getProperty("rehome.postgres", "");
    return folder.isEmpty()
        ? Installation.all().stream().filter(Installation::hasServer).toList().getLast()
        : new Installation(Path.of(folder), 0);
  }

  /** Ends it as a crash would. */
  public void crash() {
    server.stop();
  }

  /** Starts it again after a crash, on another port. */
  public void startAgain() {
    server = running();
  }

  public int port() {
    return server.port();
  }

  public Secret password() {
    return server.password();
  }

  /** A database there, of its superuser. */
  public Database database(String name) {
    return new PostgresDatabase(endpoint(name));
  }

  /** Where one is. */
  public Endpoint endpoint(String name) {
    return endpoint(name, PostgresServer.SUPERUSER, server.password());
  }

  Endpoint endpoint(String name, String user, Secret password) {
    return new Endpoint(
        name,
        "127.0.0.1",
        server.port(),
        name,
        new Endpoint.Login(user, Optional.of(password)),
        Optional.empty());
  }

  /** A session of somebody else's. */
  public Connection session(String database) {
    return session(endpoint(database));
  }

  /** The same, anywhere. */
  public static Connection session(Endpoint endpoint) {
    try {
      Connection connection = new Connections(endpoint, endpoint.strongest()).open();
      Sql.run(connection, "SET application_name = 'somebody'");
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs statements, each by itself, in one session. */
  public void run(String database, String... statements) {
    run(endpoint(database), statements);
  }

  /** The same, anywhere. */
  public static void run(Endpoint endpoint, String... statements) {
    try (Connection connection = session(endpoint)) {
      for (String each : statements) {
        Sql.run(connection, each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row. */
  public String ask(String database, String query) {
    try (Connection connection = session(database)) {
      return Sql.text(connection, query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
