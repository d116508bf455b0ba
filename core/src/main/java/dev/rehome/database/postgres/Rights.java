package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a login may not do and a run would need. */
final class Rights {
  private Rights() {}

  static List<String> obstacles(Connection connection, Endpoint endpoint) throws SQLException {
    var obstacles = new ArrayList<String>();
    String owner = endpoint.user().user();
    String login = endpoint.strongest().user();
    if (Sql.number(
            connection, "SELECT count(*) FROM pg_roles WHERE rolname = " + Sql.literal(owner))
        == 0) {
      obstacles.add("database " + endpoint + ": there is no role " + owner);
    }
    if (!Sql.yes(
        connection, "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")) {
      obstacles.add(
          "database "
              + endpoint
              + ": "
              + login
              + " may not create databases; name an admin-user that may");
    }
    Sql.all(
            connection,
            "SELECT format('%s.%s', n.nspname, c.relname) FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN"
                + " ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
                + " AND NOT has_table_privilege(c.oid, 'SELECT') LIMIT 5",
            row -> row.getString(1))
        .forEach(
            table ->
                obstacles.add(
                    "database " + endpoint + ": " + login + " may not read table " + table));
    return obstacles;
  }
}
