package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.database.Fence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keeps everybody else out of a database: takes CONNECT away and ends sessions. */
final class Fencing {
  private Fencing() {}

  static Fence plan(Connection connection, Endpoint endpoint) throws SQLException {
    if (endpoint.admin().isEmpty()) {
      return Fence.NONE; // it would keep the only login out as well
    }
    List<String> revoked = new ArrayList<>(connecting(connection, endpoint));
    String self = endpoint.strongest().user();
    boolean bySelf = revoked.remove(self);
    return new Fence(revoked, bySelf ? List.of() : List.of(self), true);
  }

  static void raise(Connection connection, Endpoint endpoint, Fence fence) throws SQLException {
    for (String role : fence.granted()) {
      grant(connection, "GRANT CONNECT ON DATABASE ", " TO ", endpoint, role);
    }
    for (String role : fence.revoked()) {
      grant(connection, "REVOKE CONNECT ON DATABASE ", " FROM ", endpoint, role);
    }
    Sql.number(
        connection,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
            + sessionsOfOthers(endpoint));
    for (int i = 0; i < 100 && Sql.number(connection, countSessions(endpoint)) > 0; i++) {
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void lift(Connection connection, Endpoint endpoint, Fence fence) throws SQLException {
    for (String role : fence.revoked()) {
      grant(connection, "GRANT CONNECT ON DATABASE ", " TO ", endpoint, role);
    }
    for (String role : fence.granted()) {
      grant(connection, "REVOKE CONNECT ON DATABASE ", " FROM ", endpoint, role);
    }
  }

  /**
   * Roles that were given CONNECT, PUBLIC among them; of a database without any list, the defaults.
   */
  private static List<String> connecting(Connection connection, Endpoint endpoint)
      throws SQLException {
    return Sql.all(
        connection,
        "SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END"
            + " FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a"
            + " WHERE a.privilege_type = 'CONNECT' AND d.datname = "
            + Sql.literal(endpoint.name()),
        row -> row.getString(1));
  }

  private static void grant(
      Connection connection, String verb, String preposition, Endpoint endpoint, String role)
      throws SQLException {
    Sql.run(
        connection,
        verb
            + Sql.quoted(endpoint.name())
            + preposition
            + (role.equals("PUBLIC") ? role : Sql.quoted(role)));
  }

  static String countSessions(Endpoint endpoint) {
    return "SELECT count(*) FROM pg_stat_activity WHERE " + sessionsOfOthers(endpoint);
  }

  private static String sessionsOfOthers(Endpoint endpoint) {
    return "datname = "
        + Sql.literal(endpoint.name())
        + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        + " AND application_name <> 'rehome'";
  }
}
