package dev.rehome.database.postgres;

import dev.rehome.database.Database.Size;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Measures a database, and foretells how large its dump will be. */
final class Sizes {
  /** Of each table so much is read at most. */
  private static final long SAMPLE = 32 << 20;

  private record Stored(String name, long bytes) {}

  private Sizes() {}

  static Size of(Connection connection) throws SQLException {
    List<Stored> tables =
        Sql.all(
            connection,
            "SELECT oid::regclass::text, pg_table_size(oid) FROM pg_class c WHERE relkind = 'r' AND"
                + " oid >= 16384 AND relpersistence <> 't' AND has_table_privilege(oid, 'SELECT')",
            row -> new Stored(row.getString(1), row.getLong(2)));
    long dumped =
        Sql.number(
            connection,
            "SELECT pg_table_size('pg_largeobject') + pg_table_size('pg_largeobject_metadata')");
    for (Stored table : tables) {
      dumped += table.bytes() < 1 << 20 ? table.bytes() : dumped(connection, table);
    }
    return new Size(Sql.number(connection, "SELECT pg_database_size(current_database())"), dumped);
  }

  /** The text of some of its pages' rows; a dump has as many tabs as this has commas. */
  private static long dumped(Connection connection, Stored table) throws SQLException {
    double percent = Math.min(100, 100.0 * SAMPLE / table.bytes());
    long sampled =
        Sql.number(
            connection,
            String.format(
                Locale.ROOT,
                "SELECT coalesce(sum(octet_length(ROW(t.*)::text) - 1), 0)::bigint FROM ONLY %s t"
                    + " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (0)",
                table.name(),
                percent));
    return sampled == 0 ? table.bytes() : (long) (sampled * 100 / percent);
  }
}
