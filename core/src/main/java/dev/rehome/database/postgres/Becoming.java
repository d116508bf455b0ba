package dev.rehome.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Being a member of a role, which giving something to it demands. Since version 16 being one is not
 * enough: the membership has to allow it, and only a role's administrators give it.
 */
final class Becoming {
  private static final String SINCE_16 = "current_setting('server_version_num')::int >= 160000";
  private static final String MYSELF = "FROM pg_roles WHERE rolname = current_user";

  private Becoming() {}

  /**
   * Whether the login may act as a role already, in SQL.
   *
   * @param role an expression for its name or number
   */
  static String mayActAs(String role) {
    return String.format(
        "((SELECT rolsuper %1$s) OR CASE WHEN %2$s THEN pg_has_role(%3$s, 'USAGE') AND"
            + " pg_has_role(%3$s, CASE WHEN %2$s THEN 'SET' ELSE 'USAGE' END) ELSE"
            + " pg_has_role(%3$s, 'MEMBER') END)",
        MYSELF, SINCE_16, role);
  }

  /**
   * Whether the login may act as a role or make itself one that may, in SQL.
   *
   * @param role an expression for its number
   */
  static String mayBecome(String role) {
    return String.format(
        "(%1$s OR CASE WHEN %2$s THEN pg_has_role(%3$s, 'MEMBER WITH ADMIN OPTION') ELSE (SELECT"
            + " rolcreaterole %4$s) AND NOT (SELECT rolsuper FROM pg_roles WHERE oid = %3$s) END)",
        mayActAs(role), SINCE_16, role, MYSELF);
  }

  /** Makes the login a member of the role, unless it may act as that already. */
  static void become(Connection connection, String role) throws SQLException {
    if (!Sql.yes(connection, "SELECT " + mayActAs(Sql.literal(role)))) {
      Sql.run(
          connection,
          "GRANT "
              + Sql.quoted(role)
              + " TO CURRENT_USER"
              + (Sql.yes(connection, "SELECT " + SINCE_16) ? " WITH INHERIT TRUE, SET TRUE" : ""));
    }
  }
}
