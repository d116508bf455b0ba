package dev.rehome.database.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The few shapes in which statements are run here. */
final class Sql {
  private Sql() {}

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> all(Connection connection, String query, Row<T> row) throws SQLException {
    var all = new ArrayList<T>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(row.read(rows));
      }
    }
    return all;
  }

  static String text(Connection connection, String query) throws SQLException {
    return String.valueOf(all(connection, query, row -> row.getString(1)).getFirst());
  }

  static long number(Connection connection, String query) throws SQLException {
    return all(connection, query, row -> row.getLong(1)).getFirst();
  }

  static boolean yes(Connection connection, String query) throws SQLException {
    return all(connection, query, row -> row.getBoolean(1)).getFirst();
  }

  static void run(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** A name in SQL. */
  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A text in SQL. */
  static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
