package dev.rehome.database.postgres;

import dev.rehome.database.Bystanders;
import dev.rehome.database.Endpoint;
import dev.rehome.failure.FailureException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for what else is on a server and in no backup: other databases, transactions that wait for
 * their end, slots, roles.
 *
 * @param named databases of which backups are made, or which may be lost
 */
record BystanderLook(Connections connections, Set<String> named) {
  /** Databases that a provider keeps for itself, and nobody else may enter. */
  private static final String OF_PROVIDERS =
      "^(cloudsqladmin|rdsadmin|azure_maintenance|azure_sys|alloydbadmin|alloydbmetadata)$";

  private static final int LISTED = 10;

  private record Other(String name, boolean open, String size) {}

  Bystanders look(Connection connection) throws SQLException {
    Set<String> all = new HashSet<>(named);
    all.add(connections.endpoint().name());
    String names = all.stream().map(Sql::literal).collect(Collectors.joining(", "));
    var losses = new ArrayList<String>();
    for (Other other : others(connection, names)) {
      contents(other, losses);
    }
    losses.addAll(
        Sql.all(
            connection,
            "SELECT 'prepared transaction ' || quote_literal(gid) || ' in database ' || database"
                + " FROM pg_prepared_xacts WHERE database NOT IN ("
                + names
                + ") ORDER BY 1",
            row -> row.getString(1)));
    return new Bystanders(losses, notes(connection, names));
  }

  /** Of the templates the first is everywhere the same, and can neither be entered nor changed. */
  private static List<Other> others(Connection connection, String names) throws SQLException {
    return Sql.all(
        connection,
        "SELECT datname, datallowconn, pg_size_pretty(CASE WHEN has_database_privilege(oid,"
            + " 'CONNECT') THEN pg_database_size(oid) END) FROM pg_database WHERE datname <>"
            + " 'template0' AND datname !~ '"
            + OF_PROVIDERS
            + "' AND datname NOT IN ("
            + names
            + ") ORDER BY 1",
        row -> new Other(row.getString(1), row.getBoolean(2), String.valueOf(row.getString(3))));
  }

  private void contents(Other other, List<String> losses) throws SQLException {
    String name = "database " + other.name();
    if (!other.open()) {
      losses.add(name + " (it takes no connections, so what it holds is not known)");
      return;
    }
    try (Connection inside = connections.open(other.name())) {
      List<String> contents = Contents.of(inside);
      if (!contents.isEmpty()) {
        losses.add(name + " (" + String.join(", ", contents) + "; " + other.size() + ")");
      }
    } catch (FailureException e) {
      losses.add(name + " (what it holds is not known: " + e.failure().whatHappened() + ")");
    }
  }

  private List<String> notes(Connection connection, String names) throws SQLException {
    var notes = new ArrayList<String>();
    List<String> roles = roles(connection, names);
    if (!roles.isEmpty()) {
      notes.add(
          "roles that none of the named databases needs are in no backup: "
              + String.join(", ", roles.subList(0, Math.min(LISTED, roles.size())))
              + (roles.size() > LISTED ? ", and " + (roles.size() - LISTED) + " more" : ""));
    }
    notes.addAll(
        Sql.all(
            connection,
            "SELECT 'replication slot ' || slot_name || ' is in no backup: its reader loses what it"
                + " has not read' FROM pg_replication_slots WHERE NOT temporary ORDER BY 1",
            row -> row.getString(1)));
    return notes;
  }

  private List<String> roles(Connection connection, String names) throws SQLException {
    Endpoint endpoint = connections.endpoint();
    return Sql.all(
        connection,
        Globals.needed("datname IN (" + names + ")")
            + "SELECT quote_ident(rolname) FROM pg_roles r WHERE oid >= 16384 AND rolname !~ '"
            + Globals.RESERVED
            + "' AND oid NOT IN (SELECT oid FROM needed) AND rolname NOT IN ("
            + Sql.literal(endpoint.user().user())
            + ", "
            + Sql.literal(endpoint.strongest().user())
            + ") ORDER BY 1",
        row -> row.getString(1));
  }
}
