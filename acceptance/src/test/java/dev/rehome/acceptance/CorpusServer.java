package dev.rehome.acceptance;

import dev.rehome.database.Endpoint;
import dev.rehome.database.Endpoint.Login;
import dev.rehome.database.postgres.PostgresDatabase;
import dev.rehome.postgresserver.Installation;
import dev.rehome.postgresserver.PostgresServer;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Brought;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A server for the databases of the corpus. Besides its superuser it has {@code boss}, another one,
 * {@code owner}, to whom databases belong, and {@code loader}, who may make databases and roles and
 * no more.
 */
final class CorpusServer implements AutoCloseable {
  private static final String WORD = "word";

  private final PostgresServer server;
  private final Installation tools;

  private CorpusServer(PostgresServer server, Installation tools) {
    this.server = server;
    this.tools = tools;
  }

  /** The newest that this machine has. */
  static CorpusServer start(Path folder) {
    Installation newest =
        Installation.all().stream().filter(Installation::hasServer).toList().getLast();
    return start(newest, newest, folder);
  }

  /** One of another version, which this machine need not have. */
  static CorpusServer start(int major, Path folder) {
    Path brought = Brought.folder("postgresql-" + major);
    Path clients = brought.resolve("usr/lib/postgresql/" + major + "/bin");
    return Files.exists(clients)
        ? start(new Installation(clients, major), new Installation(clients, major), folder)
        : start(
            new Installation(brought.resolve("bin"), major),
            Installation.fitting(major).orElseThrow(),
            folder);
  }

  private static CorpusServer start(Installation programs, Installation tools, Path folder) {
    var server = new CorpusServer(PostgresServer.running(programs, folder), tools);
    must(
        server
            .psql("postgres")
            .and("-c", "CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'word'")
            .and("-c", "CREATE ROLE loader CREATEDB CREATEROLE LOGIN PASSWORD 'word'")
            .and("-c", "SET ROLE loader; CREATE ROLE owner LOGIN PASSWORD 'word'"));
    return server;
  }

  private static Finished must(Command command) {
    Finished finished = command.run(Shop.LIMIT);
    if (!finished.succeeded()) {
      throw new AssertionError(finished.errors());
    }
    return finished;
  }

  /** psql as the superuser; it ends at the first error. */
  Command psql(String database) {
    return psql(database, PostgresServer.SUPERUSER, server.password());
  }

  private Command psql(String database, String user, Secret password) {
    return Command.of(tools.program("psql").toString())
        .and("-h", "127.0.0.1", "-p", "" + server.port(), "-U", user)
        .and("-v", "ON_ERROR_STOP=1", "-v", "database=" + database, "-Atqc", "SET lock_timeout = 0")
        .with("PGDATABASE", database)
        .with("PGPASSWORD", password);
  }

  /** What a query gives, as the superuser. */
  String query(String database, String query) {
    return must(psql(database).and("-c", query)).output().strip();
  }

  /** Makes a database from a file of the corpus. */
  void fill(String corpus, String database, boolean reassign) {
    must(psql("postgres").and("-c", "CREATE DATABASE \"" + database + "\" OWNER owner"));
    add(corpus, database);
    if (reassign) {
      must(
          psql(database)
              .and("-c", "SET default_transaction_read_only = off")
              .and("-c", "REASSIGN OWNED BY boss TO owner"));
    }
  }

  /** Runs a file of the corpus in a database. */
  void add(String corpus, String database) {
    try (InputStream in =
            Objects.requireNonNull(
                CorpusServer.class.getResourceAsStream("/corpus/" + corpus + ".sql"));
        var psql = psql(database, "boss", new Secret(WORD)).and("-f", "-").start()) {
      Finished filled = psql.finish(in.readAllBytes(), Shop.LIMIT);
      if (!filled.succeeded()) {
        throw new AssertionError(corpus + ": " + filled.errors());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Endpoint endpoint(String database) {
    return endpoint(database, new Login(PostgresServer.SUPERUSER, Optional.of(server.password())));
  }

  Endpoint endpointOfLoader(String database) {
    return endpoint(database, new Login("loader", Optional.of(new Secret(WORD))));
  }

  private Endpoint endpoint(String database, Login admin) {
    return new Endpoint(
        "app",
        "127.0.0.1",
        server.port(),
        database,
        new Login("owner", Optional.of(new Secret(WORD))),
        Optional.of(admin));
  }

  Secret password() {
    return server.password();
  }

  Path programs() {
    return tools.programs();
  }

  PostgresDatabase database(String database) {
    return new PostgresDatabase(endpoint(database), _ -> Optional.of(tools));
  }

  PostgresDatabase databaseOfLoader(String database) {
    return new PostgresDatabase(endpointOfLoader(database), _ -> Optional.of(tools));
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
