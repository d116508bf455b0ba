package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.postgresserver.Installation;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A dump in plain SQL, as {@code pg_dump} writes it without a format, perhaps packed by gzip. */
record PlainDump(Path file) {
  private static final Pattern FROM = Pattern.compile("-- Dumped from database version (\\d+).*");
  private static final Pattern NO_ROLE = Pattern.compile("role \"(.+)\" does not exist");
  private static final int HEADER = 50; // lines
  private static final int END = 10;
  private static final int GZIP = 0x1f;

  /** Who loads it, and afterwards owns nothing. */
  private static final String LOADER = "rehome_loader";

  private static final String LINE =
      "$1 \"$2\" | \"$3\" --no-psqlrc --quiet --output=/dev/null --set ON_ERROR_STOP=1"
          + " --command=\"$4\" --file=-";

  private InputStream open() throws IOException {
    var in = new PushbackInputStream(Files.newInputStream(file));
    int first = in.read();
    if (first >= 0) {
      in.unread(first);
    }
    return first == GZIP ? new GZIPInputStream(in) : in;
  }

  private boolean isPacked() {
    try (InputStream in = open()) {
      return in instanceof GZIPInputStream;
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
  }

  /** The major version of the server that it was made from. */
  int major() {
    try (var lines =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.ISO_8859_1))) {
      for (int i = 0; i < HEADER; i++) {
        Matcher matcher = FROM.matcher(Optional.ofNullable(lines.readLine()).orElse(""));
        if (matcher.matches()) {
          return Integer.parseInt(matcher.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
    throw failed("it does not say which version of PostgreSQL it is from, as pg_dump's do");
  }

  /** One that ends in the middle of rows would be loaded as if those were all. */
  private boolean isWhole() {
    var last = new ArrayDeque<String>();
    try (var lines =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last.add(line);
        if (last.size() > END) {
          last.remove();
        }
      }
    } catch (EOFException e) {
      return false; // the packing itself is cut off
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
    return last.contains("-- PostgreSQL database dump complete");
  }

  /** Loads it into a database made anew. */
  void load(Endpoint endpoint, Installation installation) {
    if (!isWhole()) {
      throw failed("it is cut off, since it does not end as pg_dump ends one");
    }
    var server = new Connections(endpoint, endpoint.strongest());
    var made = new HashSet<String>();
    make(server, endpoint.user().user());
    make(server, LOADER + " SUPERUSER");
    Finished finished = attempt(server, endpoint, installation);
    while (!finished.succeeded()) {
      Matcher missing = NO_ROLE.matcher(finished.errors());
      if (!missing.find() || !made.add(missing.group(1))) {
        throw failed(finished.errors().strip().lines().findFirst().orElse("no reason was said"));
      }
      make(server, Sql.quoted(missing.group(1)));
      finished = attempt(server, endpoint, installation);
    }
    run(
        server,
        endpoint.name(),
        "REASSIGN OWNED BY " + LOADER + " TO " + Sql.quoted(endpoint.user().user()));
  }

  private static void make(Connections server, String role) {
    String name = role.endsWith(" SUPERUSER") || role.startsWith("\"") ? role : Sql.quoted(role);
    try (Connection connection = server.open("postgres")) {
      Sql.run(connection, "CREATE ROLE " + name);
    } catch (SQLException e) {
      if (!"42710".equals(e.getSQLState())) { // it is there
        throw server.failed("making role " + name, e);
      }
    }
  }

  private static void run(Connections server, String database, String statement) {
    try (Connection connection = server.open(database)) {
      Sql.run(connection, statement);
    } catch (SQLException e) {
      throw server.failed("preparing", e);
    }
  }

  private Finished attempt(Connections server, Endpoint endpoint, Installation installation) {
    String name = Sql.quoted(endpoint.name());
    run(server, "postgres", "DROP DATABASE IF EXISTS " + name);
    run(
        server,
        "postgres",
        "CREATE DATABASE "
            + name
            + " OWNER "
            + Sql.quoted(endpoint.user().user())
            + " TEMPLATE template0 ENCODING 'UTF8'");
    var search =
        new ProgramSearch(
            endpoint, installation.major() * 10_000, major -> Optional.of(installation));
    var tools =
        new Tools(
            endpoint, endpoint.strongest(), search.serverVersion(), Site.here(endpoint, search));
    Command load =
        tools.connected(
            Command.of("bash", "-o", "pipefail", "-c", LINE, "load")
                .and(isPacked() ? "gunzip -c" : "cat", file.toString())
                .and(tools.program("psql").arguments().getFirst(), "SET ROLE " + LOADER));
    return load.run(Duration.ofDays(1));
  }

  private FailureException failed(String why) {
    return new FailureException(
        Failure.Kind.BAD_INPUT,
        "dump " + file.getFileName() + " could not be loaded: " + why,
        Safety.NOTHING_CHANGED,
        "is it whole, and made by pg_dump without a format?");
  }
}
