package dev.rehome.database.postgres;

import dev.rehome.database.WriteMark;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The write mark: counters of rows written, files of tables (a TRUNCATE makes new ones), versions
 * of all definitions, values of sequences, and what the server keeps of the database beside it. Not
 * the position of the log, which checkpoints move, too.
 *
 * <p>Counters reach the server's statistics when a session ends, or some seconds later: whoever
 * needs to be sure ends the sessions first, as a fence does. A crash sets them back, as does
 * whoever resets them; the time of that is in the mark, so it never equals one of before.
 */
final class WriteMarks {
  /** Which database this is, and when its counters began to count. */
  private static final String COUNTING =
      "SELECT concat_ws(':', (SELECT system_identifier FROM pg_control_system()), d.oid,"
          + " (SELECT stats_reset FROM pg_stat_archiver), s.stats_reset) FROM pg_database d"
          + " LEFT JOIN pg_stat_database s ON s.datid = d.oid WHERE d.datname = current_database()";

  private static final String COUNTERS =
      "concat_ws(':', pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid),"
          + " pg_stat_get_tuples_deleted(c.oid))";

  private static final String RELATIONS =
      "SELECT concat_ws(':', c.oid, c.xmin, c.relname, c.relfilenode, "
          + COUNTERS
          + ") FROM pg_class c WHERE c.oid >= 16384 AND c.relpersistence <> 't'";

  /** Writing into a large object leaves no other trace than this. */
  private static final String LARGE_OBJECTS =
      "SELECT " + COUNTERS + " FROM pg_class c WHERE c.oid = 'pg_largeobject'::regclass";

  /** The catalogs of definitions; who vacuums or analyzes writes into those that are left out. */
  private static final String CATALOGS =
      "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind ="
          + " 'r' AND NOT relisshared AND has_table_privilege(oid, 'SELECT') AND relname NOT IN"
          + " ('pg_class', 'pg_depend', 'pg_largeobject', 'pg_statistic', 'pg_statistic_ext_data')"
          + " ORDER BY 1";

  private static final String OF_TEMPORARY =
      " IN (SELECT oid FROM pg_class WHERE relpersistence = 't')";

  /** What of a catalog is of temporary tables: sessions make and lose them without writing. */
  private static final Map<String, String> TEMPORARY =
      Map.of(
          "pg_attribute", "attrelid" + OF_TEMPORARY,
          "pg_attrdef", "adrelid" + OF_TEMPORARY,
          "pg_constraint", "conrelid" + OF_TEMPORARY,
          "pg_index", "indrelid" + OF_TEMPORARY,
          "pg_inherits", "inhrelid" + OF_TEMPORARY,
          "pg_rewrite", "ev_class" + OF_TEMPORARY,
          "pg_sequence", "seqrelid" + OF_TEMPORARY,
          "pg_trigger", "tgrelid" + OF_TEMPORARY,
          "pg_type", "pg_type.typnamespace::regnamespace::text ~ '^pg_(toast_)?temp_'",
          "pg_namespace", "nspname ~ '^pg_(toast_)?temp_'");

  private static final String PREPARED =
      "SELECT quote_literal(gid) FROM pg_prepared_xacts WHERE database = current_database()"
          + " ORDER BY 1";

  private WriteMarks() {}

  static WriteMark of(Connection connection) throws SQLException {
    refuseBlindness(connection);
    refusePending(connection);
    if (Sql.number(connection, "SELECT current_setting('server_version_num')::int") < 150_000) {
      Sql.run(connection, "SELECT pg_sleep(1)"); // so long counters may be under way
    }
    var parts = new ArrayList<String>();
    for (String query : List.of(COUNTING, RELATIONS, LARGE_OBJECTS, definitions(connection))) {
      parts.add(digest(connection, query));
    }
    for (Object beside :
        List.of(InventoryQueries.sequences(connection), Globals.read(connection))) {
      parts.add(Sql.text(connection, "SELECT md5(" + Sql.literal("" + beside) + ")"));
    }
    return new WriteMark(String.join(" ", parts));
  }

  static String digest(Connection connection, String query) throws SQLException {
    return Sql.text(
        connection,
        "SELECT md5(coalesce(string_agg(v, ' ' ORDER BY v COLLATE \"C\"), '')) FROM ("
            + query
            + ") m (v)");
  }

  /** How many rows each catalog has, and in sum by which transactions they were made. */
  private static String definitions(Connection connection) throws SQLException {
    List<String> catalogs = Sql.all(connection, CATALOGS, row -> row.getString(1));
    return String.join(
        " UNION ALL ",
        catalogs.stream()
            .map(
                catalog ->
                    "SELECT concat_ws(':', '"
                        + catalog
                        + "', count(*), sum(hashtextextended(xmin::text, 0))) FROM pg_catalog."
                        + catalog
                        + " WHERE NOT coalesce("
                        + TEMPORARY.getOrDefault(catalog, "false")
                        + ", false)")
            .toList());
  }

  private static void refuseBlindness(Connection connection) throws SQLException {
    List<String> blind = Sql.all(connection, Rights.BLIND, row -> row.getString(1));
    if (!blind.isEmpty()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "whether anybody writes cannot be seen: track_counts is off " + blind.getFirst(),
          Safety.NOTHING_CHANGED,
          "switch track_counts on, which it is unless somebody switched it off");
    }
  }

  /** It commits without a session, whenever somebody says so; no backup has what it did. */
  private static void refusePending(Connection connection) throws SQLException {
    List<String> pending = Sql.all(connection, PREPARED, row -> row.getString(1));
    if (!pending.isEmpty()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          (pending.size() == 1
                  ? "a prepared transaction waits for its end: "
                  : pending.size() + " prepared transactions wait for their end: ")
              + String.join(", ", pending.subList(0, Math.min(5, pending.size())))
              + "; what it did is in no backup",
          Safety.NOTHING_CHANGED,
          "end it with COMMIT PREPARED or ROLLBACK PREPARED, in that database");
    }
  }
}
