package dev.rehome.database.postgres;

import dev.rehome.database.Moment;
import dev.rehome.database.RowQuery;
import dev.rehome.database.RowStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares rows on the server as far as possible: first in buckets of the keys' hashes, then row by
 * row where buckets differ.
 */
final class RowQueries {
  private static final int BUCKETS = 1024;
  private static final int AT_ONCE = 5_000;
  private static final String KEY = "\"rehome key\"";
  private static final String HASH = "\"rehome hash\"";

  private RowQueries() {}

  /**
   * A table's rows: {@code h}, the hash of the key, {@code k}, the key, and {@code x0}, {@code x1},
   * … of columns. Within, names are used that no table's columns have.
   */
  private static String hashed(Connection connection, RowQuery query) throws SQLException {
    var columns = new StringBuilder();
    for (int i = 0; i < query.columns().size(); i++) {
      String value = Sql.quoted(query.columns().get(i)) + "::text COLLATE \"C\"";
      columns.append(", coalesce(hashtextextended(").append(value).append(", ").append(HASH);
      columns.append("), ").append(HASH).append(") AS x").append(i);
    }
    String key =
        "ROW("
            + query.key().stream().map(Sql::quoted).collect(Collectors.joining(", "))
            + ")::text COLLATE \"C\"";
    return "(SELECT "
        + HASH
        + " AS h, "
        + KEY
        + " AS k"
        + columns
        + " FROM (SELECT *, hashtextextended("
        + KEY
        + ", 0) AS "
        + HASH
        + " FROM (SELECT *, "
        + key
        + " AS "
        + KEY
        + " FROM ONLY "
        + InventoryQueries.sql(connection, query.table())
        + " OFFSET 0) q OFFSET 0) r) s";
  }

  /** Each bucket's number, and a digest of its rows. */
  static Map<Integer, String> buckets(Connection connection, Moment moment, RowQuery query)
      throws SQLException {
    InventoryQueries.enter(connection, moment.snapshot());
    var sums = new StringBuilder("count(*)::text");
    for (int i = 0; i < query.columns().size(); i++) {
      sums.append(" || ':' || sum(x").append(i).append(")::text");
    }
    var buckets = new LinkedHashMap<Integer, String>();
    Sql.all(
        connection,
        "SELECT (h & "
            + (BUCKETS - 1)
            + ")::int, "
            + sums
            + " || ':' || sum(h)::text FROM "
            + hashed(connection, query)
            + " GROUP BY 1",
        row -> buckets.put(row.getInt(1), row.getString(2)));
    return buckets;
  }

  /** Takes the connection, and closes it in the end. */
  static RowStream rows(Connection connection, Moment moment, RowQuery query, Set<Integer> buckets)
      throws SQLException {
    connection.setAutoCommit(false); // else the driver would fetch all rows at once
    InventoryQueries.enter(connection, moment.snapshot());
    Statement statement = connection.createStatement();
    statement.setFetchSize(AT_ONCE);
    ResultSet rows =
        statement.executeQuery(
            "SELECT s.* FROM "
                + hashed(connection, query)
                + " WHERE (h & "
                + (BUCKETS - 1)
                + ")::int IN ("
                + buckets.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + ") ORDER BY h, k COLLATE \"C\"");
    int columns = query.columns().size();
    return new RowStream() {
      @Override
      public Optional<Row> next() {
        try {
          if (!rows.next()) {
            return Optional.empty();
          }
          List<Long> values = new ArrayList<>();
          for (int i = 0; i < columns; i++) {
            values.add(rows.getLong(3 + i));
          }
          return Optional.of(new Row(rows.getLong(1), rows.getString(2), values));
        } catch (SQLException e) {
          throw new IllegalStateException("reading rows failed: " + e.getMessage(), e);
        }
      }

      @Override
      public void close() {
        try {
          connection.close();
        } catch (SQLException e) {
          // it was only read from
        }
      }
    };
  }
}
