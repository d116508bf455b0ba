package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Makes a database anew, with its owner, encoding and collation. What stands there is looked at
 * once more in the connection that drops it.
 */
final class Creation {
  private Creation() {}

  /** Which database a name leads to now. */
  static Identity identity(Connection connection, String name) throws SQLException {
    return new Identity(
        Sql.number(connection, "SELECT system_identifier FROM pg_control_system()"),
        Sql.number(
            connection,
            "SELECT coalesce((SELECT oid::bigint FROM pg_database WHERE datname = "
                + Sql.literal(name)
                + "), 0)"));
  }

  /** The one that was made. */
  static Identity create(
      Connections connections, Connection connection, FreshTarget target, Inventory like)
      throws SQLException {
    Endpoint endpoint = target.endpoint();
    String owner = endpoint.user().user();
    Identity there = identity(connection, endpoint.name());
    if (there.database() == 0) {
      target.ask(there, List.of());
    } else {
      askInside(connections, target, there);
    }
    Globals.makeRoles(connection, like.roles(), like.globals());
    Becoming.become(connection, owner);
    if (there.database() != 0) {
      Sql.run(connection, "DROP DATABASE " + Sql.quoted(endpoint.name()) + force(connection));
    }
    Sql.run(
        connection,
        "CREATE DATABASE "
            + Sql.quoted(endpoint.name())
            + " OWNER "
            + Sql.quoted(owner)
            + " TEMPLATE template0 ENCODING "
            + Sql.literal(like.encoding().encoding())
            + collation(connection, like.encoding()));
    return identity(connection, endpoint.name());
  }

  /** Only from inside can be seen what a database holds. */
  private static void askInside(Connections connections, FreshTarget target, Identity there)
      throws SQLException {
    try (Connection inside = connections.open()) {
      target.ask(there, Contents.of(inside));
      if (target.hasMark()) {
        target.askUnwritten(WriteMarks.of(inside));
      }
    }
  }

  private static String force(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT current_setting('server_version_num')::int") >= 130_000
        ? " WITH (FORCE)"
        : "";
  }

  /** The same sort order, where this machine knows it; else the server's. */
  private static String collation(Connection connection, Inventory.Encoding encoding)
      throws SQLException {
    List<String> known =
        Sql.all(
            connection,
            "SELECT 1 FROM pg_collation WHERE collcollate = "
                + Sql.literal(encoding.collate())
                + " UNION SELECT 1 FROM pg_database WHERE datcollate = "
                + Sql.literal(encoding.collate()),
            row -> row.getString(1));
    return known.isEmpty()
        ? ""
        : " LC_COLLATE "
            + Sql.literal(encoding.collate())
            + " LC_CTYPE "
            + Sql.literal(encoding.ctype());
  }
}
