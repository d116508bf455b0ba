package dev.rehome.database.postgres;

import dev.rehome.database.WriteMark;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The write mark: counters of rows written, files of tables (a TRUNCATE makes new ones), versions
 * of definitions, values of sequences. Not the position of the log, which checkpoints move, too.
 *
 * <p>Counters reach the server's statistics when a session ends, or some seconds later: whoever
 * needs to be sure ends the sessions first, as a fence does.
 */
final class WriteMarks {
  private WriteMarks() {}

  static WriteMark of(Connection connection) throws SQLException {
    return new WriteMark(
        Sql.text(
            connection,
            "SELECT md5(coalesce(string_agg(v, ' ' ORDER BY v), '')) FROM ("
                + "SELECT concat_ws(':', 'c', c.oid, c.xmin, c.relname, c.relfilenode, s.n_tup_ins,"
                + " s.n_tup_upd, s.n_tup_del) FROM pg_class c"
                + " LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid"
                + " WHERE c.oid >= 16384 AND c.relpersistence <> 't'"
                + " UNION ALL SELECT concat_ws(':', 's', schemaname, sequencename, last_value)"
                + " FROM pg_sequences"
                + " UNION ALL SELECT concat_ws(':', 'p', oid, xmin) FROM pg_proc WHERE oid >= 16384"
                + " UNION ALL SELECT concat_ws(':', 'l', count(*), max(oid))"
                + " FROM pg_largeobject_metadata) m (v)"));
  }
}
