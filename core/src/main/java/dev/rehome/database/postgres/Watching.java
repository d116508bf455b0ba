package dev.rehome.database.postgres;

import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Rehearsal;
import dev.rehome.process.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Watches a database of a scratch server by event triggers and the server's counters. */
final class Watching implements Rehearsal {
  private final PostgresDatabase copy;
  private final PostgresDatabase before;
  private final Connections connections;

  private Watching(Endpoint copy, Endpoint before) {
    this.copy = new PostgresDatabase(copy);
    this.before = new PostgresDatabase(before);
    this.connections = new Connections(copy, copy.strongest());
  }

  /**
   * Begins.
   *
   * @param loaded a database of a scratch server
   * @param name what the copy is to be called, as the application may insist on it
   */
  static Watching begin(Endpoint loaded, String name) {
    var server = new Connections(loaded, loaded.strongest());
    Endpoint.Login owner = new Endpoint.Login(loaded.user().user(), Optional.of(random()));
    try (Connection connection = server.open("postgres")) {
      String here = Sql.quoted(loaded.name());
      Endpoint before = named(loaded, "before " + loaded.name(), loaded.user());
      Sql.run(connection, "CREATE DATABASE " + Sql.quoted(before.name()) + " TEMPLATE " + here);
      Endpoint copy = named(loaded, free(connection, name) ? name : loaded.name(), owner);
      if (!copy.name().equals(loaded.name())) {
        Sql.run(connection, "ALTER DATABASE " + here + " RENAME TO " + Sql.quoted(copy.name()));
      }
      Sql.run(
          connection,
          "ALTER ROLE "
              + Sql.quoted(owner.user())
              + " LOGIN PASSWORD "
              + Sql.literal(owner.password().orElseThrow().reveal()));
      var watching = new Watching(copy, before);
      watching.watch();
      return watching;
    } catch (SQLException e) {
      throw server.failed("preparing a rehearsal", e);
    }
  }

  private static Secret random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }

  private static boolean free(Connection connection, String name) throws SQLException {
    return Sql.number(
            connection, "SELECT count(*) FROM pg_database WHERE datname = " + Sql.literal(name))
        == 0;
  }

  private static Endpoint named(Endpoint like, String name, Endpoint.Login user) {
    return new Endpoint(like.key(), like.host(), like.port(), name, user, like.admin());
  }

  private void watch() throws SQLException {
    try (Connection connection = connections.open()) {
      Sql.run(connection, script());
    }
  }

  private static String script() {
    try (InputStream in =
        Objects.requireNonNull(Watching.class.getResourceAsStream("watching.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own file watching.sql", e);
    }
  }

  @Override
  public Database copy() {
    return copy;
  }

  @Override
  public Database before() {
    return before;
  }

  @Override
  public Activity ended() {
    try (Connection connection = connections.open()) {
      Sql.run(connection, "SELECT pg_sleep(1)"); // up to version 14 counters arrive with a delay
      List<Definition> definitions =
          Sql.all(
              connection,
              "SELECT left(text, 300), seconds, locks, dropped FROM rehome_rehearsal.definition"
                  + " ORDER BY id",
              row ->
                  new Definition(
                      row.getString(1),
                      row.getDouble(2),
                      strings(row.getArray(3)),
                      strings(row.getArray(4))));
      List<Touched> tables =
          Sql.all(
              connection,
              "SELECT * FROM rehome_rehearsal.touched",
              row ->
                  new Touched(
                      row.getString(1),
                      row.getBoolean(2),
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5)));
      Sql.run(connection, "DROP SCHEMA rehome_rehearsal CASCADE");
      return new Activity(definitions, tables);
    } catch (SQLException e) {
      throw connections.failed("reading what was rehearsed", e);
    }
  }

  private static List<String> strings(Array array) throws SQLException {
    return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
  }
}
