package dev.rehome.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a database holds that somebody put there, in a few words. */
final class Contents {
  /** Not of an extension, whose objects come back with it. */
  private static final String OF_SOMEBODY =
      " >= 16384 AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '%1$s'::regclass AND"
          + " e.objid = o.oid AND e.deptype = 'e')";

  private static final String RELATIONS =
      "SELECT count(*), '%s' FROM pg_class o WHERE relkind IN (%s) AND relpersistence <> 't' AND"
          + " oid"
          + String.format(OF_SOMEBODY, "pg_class");

  private static final String OTHERS =
      "SELECT count(*), '%2$s' FROM %1$s o WHERE oid" + OF_SOMEBODY;

  private static final String QUERY =
      String.join(
          " UNION ALL ",
          String.format(RELATIONS, "table", "'r', 'p', 'f', 'm'"),
          String.format(RELATIONS, "view", "'v'"),
          String.format(RELATIONS, "sequence", "'S'"),
          "SELECT count(*), 'large object' FROM pg_largeobject_metadata",
          String.format(OTHERS, "pg_proc", "function"),
          String.format(OTHERS, "pg_namespace", "schema")
              + " AND nspname <> 'public' AND nspname !~ '^pg_(toast_)?temp_'",
          String.format(OTHERS, "pg_publication", "publication"),
          "SELECT count(*), 'subscription' FROM pg_subscription WHERE subdbid = (SELECT oid FROM"
              + " pg_database WHERE datname = current_database())",
          "SELECT count(*), 'type' FROM pg_type o WHERE typtype IN ('e', 'd', 'r') AND oid"
              + String.format(OF_SOMEBODY, "pg_type"));

  private Contents() {}

  /** None if nobody put anything there. */
  static List<String> of(Connection connection) throws SQLException {
    return Sql.all(
            connection,
            QUERY,
            row ->
                row.getLong(1) == 0
                    ? ""
                    : row.getLong(1) + " " + row.getString(2) + (row.getLong(1) == 1 ? "" : "s"))
        .stream()
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
