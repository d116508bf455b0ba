package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Inventory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Makes a database anew, with its owner, encoding and collation. */
final class Creation {
  private Creation() {}

  static void create(Connection connection, FreshTarget target, Inventory like)
      throws SQLException {
    Endpoint endpoint = target.endpoint();
    String owner = endpoint.user().user();
    Becoming.become(connection, owner);
    Sql.run(
        connection, "DROP DATABASE IF EXISTS " + Sql.quoted(endpoint.name()) + force(connection));
    Sql.run(
        connection,
        "CREATE DATABASE "
            + Sql.quoted(endpoint.name())
            + " OWNER "
            + Sql.quoted(owner)
            + " TEMPLATE template0 ENCODING "
            + Sql.literal(like.encoding().encoding())
            + collation(connection, like.encoding()));
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
