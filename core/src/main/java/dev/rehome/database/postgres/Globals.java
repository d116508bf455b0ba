package dev.rehome.database.postgres;

import dev.rehome.database.Global;
import dev.rehome.database.Global.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what belongs to a database and is in no dump of it, and brings it elsewhere. */
final class Globals {
  /** Their values are lists, and kept with the quotes that they need. */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  /** The providers' own roles, whose attributes and memberships are the providers' affair. */
  static final String RESERVED = "^(pg_|cloudsql|rds|azure_|alloydb)";

  /** From version 16 on a membership may inherit or not, and may be assumed or not. */
  private static final String MEMBERSHIP_OPTIONS =
      "LATERAL (SELECT coalesce((to_jsonb(a) ->> 'inherit_option')::bool, r.rolinherit) AS"
          + " inherits, coalesce((to_jsonb(a) ->> 'set_option')::bool, true) AS sets) o";

  /**
   * Not those that version 16 gives to whoever makes a role, nor those that somebody gave himself:
   * they belong to the maker's work, as to ours, and not to what was made.
   */
  private static final String GIVEN =
      "NOT (a.grantor = a.member OR a.grantor = 10 AND a.admin_option AND to_jsonb(a) @>"
          + " '{\"inherit_option\": false, \"set_option\": false}')";

  /**
   * Roles that something here belongs or is granted to, that have settings here, what these are
   * members of, and who their members are.
   */
  static final String NEEDED = needed("datname = current_database()");

  /**
   * The same of other databases.
   *
   * @param here a condition that tells which of pg_database are meant
   */
  static String needed(String here) {
    return "WITH RECURSIVE here AS (SELECT oid, datdba FROM pg_database WHERE "
        + here
        + "),"
        + " used AS (SELECT refobjid AS oid FROM pg_shdepend, here WHERE refclassid ="
        + " 'pg_authid'::regclass AND (dbid = here.oid OR (classid = 'pg_database'::regclass AND"
        + " objid = here.oid)) UNION SELECT datdba FROM here"
        + " UNION SELECT setrole FROM pg_db_role_setting, here WHERE setdatabase = here.oid"
        + " AND setrole <> 0),"
        + " up AS (SELECT oid FROM used UNION SELECT m.roleid FROM pg_auth_members m JOIN up ON"
        + " up.oid = m.member),"
        + " down AS (SELECT oid FROM up UNION SELECT a.member FROM pg_auth_members a JOIN down ON"
        + " down.oid = a.roleid JOIN pg_roles g ON g.oid = a.roleid WHERE g.rolname !~ '"
        + RESERVED
        + "' AND a.member <> current_user::regrole AND "
        + GIVEN
        + "),"
        + " needed AS (SELECT r.oid, r.rolname FROM pg_roles r JOIN down ON down.oid = r.oid) ";
  }

  private static final String PRIVILEGES =
      "SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, '',"
          + " string_agg(DISTINCT (privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END)"
          + " COLLATE \"C\", ',') ";

  private Globals() {}

  static List<String> roles(Connection connection) throws SQLException {
    return Sql.all(
        connection, NEEDED + "SELECT rolname FROM needed ORDER BY 1", row -> row.getString(1));
  }

  static List<Global> read(Connection connection) throws SQLException {
    var all = new ArrayList<Global>();
    add(
        all,
        connection,
        Kind.ROLE,
        NEEDED
            + "SELECT r.rolname, '', concat_ws(' ', CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE"
            + " WHEN NOT rolinherit THEN 'NOINHERIT' END, CASE WHEN rolcreaterole THEN 'CREATEROLE'"
            + " END, CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolcanlogin THEN 'LOGIN'"
            + " END, CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN"
            + " 'BYPASSRLS' END, CASE WHEN rolconnlimit >= 0 THEN 'CONNECTION LIMIT ' ||"
            + " rolconnlimit END, 'VALID UNTIL ' || quote_literal(rolvaliduntil)) FROM pg_roles r"
            + " JOIN needed USING (oid) WHERE r.rolname !~ '"
            + RESERVED
            + "'");
    add(
        all,
        connection,
        Kind.ROLE_COMMENT,
        NEEDED
            + "SELECT rolname, '', shobj_description(oid, 'pg_authid') FROM needed WHERE"
            + " shobj_description(oid, 'pg_authid') IS NOT NULL AND rolname !~ '"
            + RESERVED
            + "'");
    add(
        all,
        connection,
        Kind.MEMBERSHIP,
        NEEDED
            + "SELECT m.rolname, g.rolname, concat_ws(', ', CASE WHEN bool_or(a.admin_option) THEN"
            + " 'ADMIN OPTION' END, CASE WHEN bool_or(inherits) <> r.rolinherit THEN 'INHERIT ' ||"
            + " upper(bool_or(inherits)::text) END, CASE WHEN NOT bool_or(sets) THEN 'SET FALSE'"
            + " END) FROM pg_auth_members a JOIN needed m ON m.oid = a.member JOIN needed g ON"
            + " g.oid = a.roleid JOIN pg_roles r ON r.oid = a.member, "
            + MEMBERSHIP_OPTIONS
            + " WHERE g.rolname !~ '"
            + RESERVED
            + "' AND a.member <> current_user::regrole AND "
            + GIVEN
            + " GROUP BY 1, 2, r.rolinherit");
    settings(all, connection);
    add(
        all,
        connection,
        Kind.DATABASE_PRIVILEGES,
        PRIVILEGES
            + "FROM pg_database d, aclexplode(coalesce(datacl, acldefault('d', datdba))) a"
            + " WHERE datname = current_database() GROUP BY grantee");
    add(
        all,
        connection,
        Kind.PUBLIC_SCHEMA_PRIVILEGES,
        PRIVILEGES
            + "FROM pg_namespace n, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) a"
            + " WHERE nspname = 'public' AND grantee <> nspowner GROUP BY grantee");
    add(
        all,
        connection,
        Kind.DATABASE_OWNER,
        "SELECT NULL, '', pg_get_userbyid(datdba) FROM pg_database WHERE datname ="
            + " current_database()");
    add(
        all,
        connection,
        Kind.DATABASE_COMMENT,
        "SELECT NULL, '', shobj_description(oid, 'pg_database') FROM pg_database WHERE datname ="
            + " current_database() AND shobj_description(oid, 'pg_database') IS NOT NULL");
    add(
        all,
        connection,
        Kind.CONNECTION_LIMIT,
        "SELECT NULL, '', datconnlimit::text FROM pg_database WHERE datname = current_database()"
            + " AND datconnlimit >= 0");
    add(
        all,
        connection,
        Kind.SECURITY_LABEL,
        NEEDED
            + "SELECT n.rolname, provider, label FROM pg_shseclabel l LEFT JOIN needed n ON"
            + " n.oid = l.objoid AND l.classoid = 'pg_authid'::regclass WHERE n.rolname !~ '"
            + RESERVED
            + "' OR (l.classoid = 'pg_database'::regclass AND l.objoid = (SELECT oid FROM here))");
    add(
        all,
        connection,
        Kind.TABLESPACE,
        "SELECT DISTINCT NULL, spcname, '' FROM pg_class c JOIN pg_tablespace s ON s.oid ="
            + " c.reltablespace WHERE spcname <> 'pg_global'");
    return all;
  }

  private static void settings(List<Global> all, Connection connection) throws SQLException {
    String settings =
        NEEDED
            + "SELECT r.rolname, split_part(s, '=', 1), substr(s, strpos(s, '=') + 1)"
            + " FROM pg_db_role_setting d CROSS JOIN unnest(d.setconfig) s"
            + " LEFT JOIN needed r ON r.oid = d.setrole WHERE ";
    String here = "d.setdatabase = (SELECT oid FROM here)";
    add(all, connection, Kind.DATABASE_SETTING, settings + here + " AND d.setrole = 0");
    add(all, connection, Kind.ROLE_SETTING_HERE, settings + here + " AND r.oid IS NOT NULL");
    add(
        all,
        connection,
        Kind.ROLE_SETTING,
        settings + "d.setdatabase = 0 AND r.oid IS NOT NULL AND r.rolname !~ '" + RESERVED + "'");
  }

  private static void add(List<Global> all, Connection connection, Kind kind, String query)
      throws SQLException {
    all.addAll(
        Sql.all(
            connection,
            query + (query.contains("ORDER BY") ? "" : " ORDER BY 1, 2"),
            row ->
                new Global(
                    kind,
                    Optional.ofNullable(row.getString(1)),
                    row.getString(2),
                    row.getString(3))));
  }

  /** Makes the roles that are not there; those that are stay as they are. */
  static void makeRoles(Connection connection, Set<String> roles, List<Global> globals)
      throws SQLException {
    if (!Sql.yes(
        connection,
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")) {
      return;
    }
    for (String role : roles) {
      boolean there =
          Sql.number(
                  connection, "SELECT count(*) FROM pg_roles WHERE rolname = " + Sql.literal(role))
              > 0;
      if (!there && !role.startsWith("pg_")) {
        String attributes =
            value(globals, Kind.ROLE, role).map(text -> " " + text).orElse(" NOLOGIN");
        Sql.run(connection, "CREATE ROLE " + Sql.quoted(role) + attributes);
        Optional<String> comment = value(globals, Kind.ROLE_COMMENT, role);
        if (comment.isPresent()) {
          Sql.run(
              connection,
              "COMMENT ON ROLE " + Sql.quoted(role) + " IS " + Sql.literal(comment.get()));
        }
      }
    }
    memberships(connection, globals);
  }

  private static Optional<String> value(List<Global> globals, Kind kind, String role) {
    return globals.stream()
        .filter(each -> each.kind() == kind && each.of().equals(Optional.of(role)))
        .map(Global::value)
        .findFirst();
  }

  private static void memberships(Connection connection, List<Global> globals) throws SQLException {
    for (Global each : globals) {
      if (each.kind() == Kind.MEMBERSHIP) {
        String member = each.of().orElseThrow();
        boolean there =
            Sql.number(
                    connection,
                    "SELECT count(*) FROM pg_auth_members WHERE pg_get_userbyid(member) = "
                        + Sql.literal(member)
                        + " AND pg_get_userbyid(roleid) = "
                        + Sql.literal(each.name())
                        + (each.value().startsWith("ADMIN") ? " AND admin_option" : ""))
                > 0;
        if (!there) {
          Sql.run(
              connection,
              "GRANT "
                  + Sql.quoted(each.name())
                  + " TO "
                  + Sql.quoted(member)
                  + (each.value().isEmpty() ? "" : " WITH " + each.value()));
        }
      }
    }
  }

  /** Gives a database, and its roles there, the settings and rights that it had. */
  static void bring(Connection connection, String database, List<Global> globals)
      throws SQLException {
    String name = Sql.quoted(database);
    Sql.run(connection, "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
    for (Global each : globals) {
      String role = each.of().map(Sql::quoted).orElse("");
      switch (each.kind()) {
        case DATABASE_PRIVILEGES -> privileges(connection, "DATABASE " + name, each);
        case DATABASE_COMMENT ->
            Sql.run(connection, "COMMENT ON DATABASE " + name + " IS " + Sql.literal(each.value()));
        case CONNECTION_LIMIT ->
            Sql.run(connection, "ALTER DATABASE " + name + " CONNECTION LIMIT " + each.value());
        case DATABASE_SETTING -> Sql.run(connection, "ALTER DATABASE " + name + set(each));
        case ROLE_SETTING_HERE ->
            Sql.run(connection, "ALTER ROLE " + role + " IN DATABASE " + name + set(each));
        case SECURITY_LABEL -> {
          if (each.of().isEmpty() || !isLabelled(connection, each)) {
            Sql.run(
                connection,
                "SECURITY LABEL FOR "
                    + Sql.quoted(each.name())
                    + (each.of().isEmpty() ? " ON DATABASE " + name : " ON ROLE " + role)
                    + " IS "
                    + Sql.literal(each.value()));
          }
        }
        case ROLE_SETTING -> {
          if (!isSet(connection, each)) { // who may not do it may find it done by provisioning
            Sql.run(connection, "ALTER ROLE " + role + set(each));
          }
        }
        case ROLE,
            ROLE_COMMENT,
            MEMBERSHIP,
            TABLESPACE,
            PUBLIC_SCHEMA_PRIVILEGES,
            DATABASE_OWNER -> {}
      }
    }
  }

  /** Gives schema public of the database connected to the rights that it had, if it had one. */
  static void bringSchemaPublic(Connection connection, List<Global> globals) throws SQLException {
    List<Global> had =
        globals.stream().filter(each -> each.kind() == Kind.PUBLIC_SCHEMA_PRIVILEGES).toList();
    if (!had.isEmpty() && !new HashSet<>(read(connection)).containsAll(had)) {
      Sql.run(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
      for (Global each : had) {
        privileges(connection, "SCHEMA public", each);
      }
    }
  }

  private static boolean isSet(Connection connection, Global setting) throws SQLException {
    return Sql.number(
            connection,
            "SELECT count(*) FROM pg_db_role_setting JOIN pg_roles r ON r.oid = setrole WHERE"
                + " setdatabase = 0 AND rolname = "
                + Sql.literal(setting.of().orElseThrow())
                + " AND "
                + Sql.literal(setting.name() + "=" + setting.value())
                + " = ANY (setconfig)")
        > 0;
  }

  private static boolean isLabelled(Connection connection, Global label) throws SQLException {
    return Sql.number(
            connection,
            "SELECT count(*) FROM pg_shseclabel JOIN pg_roles r ON r.oid = objoid AND classoid ="
                + " 'pg_authid'::regclass WHERE rolname = "
                + Sql.literal(label.of().orElseThrow())
                + " AND provider = "
                + Sql.literal(label.name())
                + " AND label = "
                + Sql.literal(label.value()))
        > 0;
  }

  private static String set(Global setting) {
    boolean list = LISTS.contains(setting.name().toLowerCase(Locale.ROOT));
    return " SET "
        + setting.name()
        + " TO "
        + (list && !setting.value().isEmpty() ? setting.value() : Sql.literal(setting.value()));
  }

  private static void privileges(Connection connection, String object, Global each)
      throws SQLException {
    String grantee = each.of().orElseThrow();
    String to = grantee.equals(Global.PUBLIC) ? grantee : Sql.quoted(grantee);
    for (String privilege : each.value().split(",")) {
      boolean grantable = privilege.endsWith("*");
      Sql.run(
          connection,
          "GRANT "
              + privilege.replace("*", "")
              + " ON "
              + object
              + " TO "
              + to
              + (grantable ? " WITH GRANT OPTION" : ""));
    }
  }
}
