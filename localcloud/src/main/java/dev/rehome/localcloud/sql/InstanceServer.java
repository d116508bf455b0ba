package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.postgresserver.Installation;
import dev.rehome.postgresserver.PostgresServer;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The PostgreSQL server of an instance: on an address of its own, port 5432, and with its socket
 * where the Auth Proxy would put it. Its superuser is {@code cloudsqladmin}, as Google's; {@code
 * postgres} is none.
 */
final class InstanceServer {
  static final String ADMIN = "cloudsqladmin";
  private static final int PORT = 5432;

  /**
   * A socket's path has at most 107 bytes; in a folder that is too deep there is only the address.
   */
  private static final int LONGEST = 107 - "/.s.PGSQL.5432".length();

  private static final Duration A_DAY = Duration.ofDays(1);

  /** What every new instance holds. */
  private static final String FRESH =
      """
      CREATE ROLE cloudsqlsuperuser CREATEDB CREATEROLE;
      CREATE ROLE postgres LOGIN CREATEDB CREATEROLE IN ROLE cloudsqlsuperuser;
      CREATE ROLE cloudsqlagent LOGIN CREATEDB CREATEROLE;
      CREATE ROLE cloudsqlimportexport LOGIN CREATEDB CREATEROLE IN ROLE cloudsqlsuperuser;
      CREATE ROLE cloudsqlreplica LOGIN REPLICATION;
      CREATE ROLE cloudsqliamuser;
      CREATE ROLE cloudsqliamserviceaccount;
      GRANT pg_monitor, pg_signal_backend TO cloudsqlsuperuser WITH ADMIN OPTION;
      ALTER DATABASE postgres OWNER TO cloudsqlsuperuser;
      CREATE DATABASE cloudsqladmin;
      REVOKE ALL ON DATABASE cloudsqladmin FROM PUBLIC;
      """;

  private final Path folder;
  private final Installation installation;
  private final PostgresServer.Setup setup;

  /**
   * @param folder of the server
   * @param sockets where the Auth Proxy would put its socket
   */
  InstanceServer(Path folder, Path sockets, DatabaseInstance instance) {
    this.folder = folder;
    this.installation = installation(instance.getDatabaseVersion());
    this.setup =
        new PostgresServer.Setup(
            ADMIN,
            instance.getIpAddresses().getFirst().getIpAddress(),
            PORT,
            Optional.of(sockets).filter(each -> each.toString().length() <= LONGEST),
            settings(instance));
  }

  static Installation installation(String version) {
    String major = version.replaceAll("\\D", "");
    return Installation.all().stream()
        .filter(each -> major.equals("" + each.major()) && each.hasServer())
        .findFirst()
        .orElseThrow(
            () -> Refusal.invalid("This machine has no PostgreSQL server for " + version + "."));
  }

  int major() {
    return installation.major();
  }

  private static List<String> settings(DatabaseInstance instance) {
    var all =
        new ArrayList<>(
            List.of(
                "wal_level=replica",
                "max_wal_senders=8",
                "log_statement=ddl",
                "log_connections=on"));
    if (instance.getSettings().getDatabaseFlags() != null) {
      instance
          .getSettings()
          .getDatabaseFlags()
          .forEach(flag -> all.add(flag.getName() + "=" + flag.getValue()));
    }
    return all;
  }

  private PostgresServer server() {
    return PostgresServer.at(installation, folder, setup);
  }

  private boolean isMade() {
    return Files.exists(folder.resolve("complete"));
  }

  /** Makes it, or starts it again. */
  void start() {
    boolean fresh = !isMade();
    PostgresServer.running(installation, folder, setup);
    if (fresh) {
      try {
        Files.writeString(
            folder.resolve("data/pg_hba.conf"),
            """
            host all all 127.0.0.0/8 scram-sha-256
            host replication all 127.0.0.0/8 scram-sha-256
            """,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException("could not write the server's rules", e);
      }
      sql("SELECT pg_reload_conf()");
      sql(FRESH);
    }
  }

  void stop() {
    if (isMade()) {
      server().stop();
    }
  }

  void restart() {
    stop();
    start();
  }

  void delete() {
    PostgresServer.delete(installation, folder);
  }

  /** Runs statements as the superuser; one row a line, columns by a tab. */
  List<String> sql(String statements) {
    return sql("postgres", statements);
  }

  List<String> sql(String database, String statements) {
    Finished finished =
        program("psql")
            .and("-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database)
            .run(statements.getBytes(StandardCharsets.UTF_8), A_DAY);
    if (!finished.succeeded()) {
      throw Refusal.invalid(finished.errors().strip());
    }
    return finished.output().lines().toList();
  }

  /** One of PostgreSQL's programs, on this server, as its superuser. */
  Command program(String name) {
    PostgresServer server = server();
    return server
        .program(name)
        .with("PGHOST", setup.address())
        .with("PGPORT", "" + PORT)
        .with("PGUSER", ADMIN)
        .with("PGPASSWORD", server.password());
  }

  private static void must(Command command) throws IOException {
    Finished finished = command.run(A_DAY);
    if (!finished.succeeded()) {
      throw new IOException(finished.errors().strip());
    }
  }

  /** A copy that a server could be started from; unlogged tables are empty in it. */
  void copy(Path to) throws IOException {
    Files.createDirectories(to);
    server().own(to);
    must(
        program("pg_basebackup")
            .and("--no-sync", "--checkpoint=fast", "--wal-method=stream")
            .and("-D", to.resolve("data").toString()));
    must(Command.of("cp", "-a", folder.resolve("password").toString(), to.toString()));
  }

  /** Becomes what a copy holds, passwords and all. */
  void become(Path copy) throws IOException {
    server().stop();
    Documents.remove(folder.resolve("data"));
    must(
        Command.of("cp", "-a", copy.resolve("data").toString(), copy.resolve("password").toString())
            .and(folder.toString()));
    start();
  }

  /** Becomes a copy of another server, and follows it from then on. */
  void follow(InstanceServer primary) throws IOException {
    primary.copy(folder);
    Files.writeString(
        folder.resolve("data/postgresql.auto.conf"),
        "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
            .formatted(primary.setup.address(), PORT, ADMIN, server().password().reveal()),
        StandardOpenOption.APPEND);
    Files.createFile(folder.resolve("data/standby.signal"));
    Files.createFile(folder.resolve("complete"));
    start();
  }
}
