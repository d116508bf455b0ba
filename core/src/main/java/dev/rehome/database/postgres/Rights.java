package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a login may not do and a run would need. */
final class Rights {
  private static final String NO_SUPERUSER =
      " AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)";

  private static final String NO_READING = "may not read table";

  /** Where the server was told not to count writes, by which alone some of them are noticed. */
  static final String BLIND =
      "SELECT 'on its server' WHERE NOT current_setting('track_counts')::bool UNION ALL SELECT"
          + " concat_ws(' ', 'for', CASE WHEN setrole <> 0 THEN 'role ' || pg_get_userbyid(setrole)"
          + " END, CASE WHEN setdatabase <> 0 THEN 'this database' END) FROM pg_db_role_setting,"
          + " unnest(setconfig) s WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE"
          + " datname = current_database())) AND s ~* '^track_counts=' AND NOT substr(s, 14)::bool"
          + " UNION ALL SELECT 'in function ' || oid::regprocedure FROM pg_proc, unnest(proconfig)"
          + " s WHERE s ~* '^track_counts=' AND NOT substr(s, 14)::bool";

  /** So long ago that nobody is about to end them. */
  private static final String FORGOTTEN =
      "SELECT quote_literal(gid) || ' of ' || owner || ' since ' || prepared FROM pg_prepared_xacts"
          + " WHERE database = current_database() AND prepared < now() - interval '1 minute'";

  /** Only a superuser may make them. */
  private static final String EXTENSION_MEMBER =
      "EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = '%s'::regclass AND d.objid = o.oid AND"
          + " d.deptype = 'e')";

  /** What the login would not be able to do, and a query that names what it would be needed for. */
  private static final String[][] OBSTACLES = {
    {
      NO_READING,
      "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog',"
          + " 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
          + " AND NOT has_table_privilege(c.oid, 'SELECT') ORDER BY 1 LIMIT 5"
    },
    {
      "does not see every row, since row security is on, of table",
      "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND (relforcerowsecurity OR"
          + " NOT pg_has_role(relowner, 'USAGE')) AND NOT (SELECT rolsuper OR rolbypassrls FROM"
          + " pg_roles WHERE rolname = current_user) ORDER BY 1"
    },
    {
      "is no superuser and so may not make event trigger",
      "SELECT quote_ident(evtname) FROM pg_event_trigger o WHERE NOT "
          + String.format(EXTENSION_MEMBER, "pg_event_trigger")
          + NO_SUPERUSER
          + " ORDER BY 1"
    },
    {
      "is no superuser and so may not make a publication of all tables, such as",
      "SELECT quote_ident(pubname) FROM pg_publication WHERE puballtables" + NO_SUPERUSER
    },
    {
      "is no superuser and so may not make a function in C or another language that is not"
          + " trusted, such as",
      "SELECT o.oid::regprocedure::text FROM pg_proc o JOIN pg_language l ON l.oid = o.prolang"
          + " WHERE o.oid >= 16384 AND NOT l.lanpltrusted AND l.lanname <> 'sql' AND NOT "
          + String.format(EXTENSION_MEMBER, "pg_proc")
          + NO_SUPERUSER
          + " ORDER BY 1 LIMIT 5"
    },
    {
      "is no superuser and so may not make a type, operator class or foreign-data wrapper of its"
          + " own, such as",
      "SELECT o.oid::regtype::text FROM pg_type o WHERE typtype = 'b' AND typelem = 0 AND o.oid >="
          + " 16384 AND NOT "
          + String.format(EXTENSION_MEMBER, "pg_type")
          + NO_SUPERUSER
          + " UNION ALL SELECT opcname::text FROM pg_opclass o WHERE o.oid >= 16384 AND NOT "
          + String.format(EXTENSION_MEMBER, "pg_opclass")
          + NO_SUPERUSER
          + " UNION ALL SELECT fdwname::text FROM pg_foreign_data_wrapper o WHERE NOT "
          + String.format(EXTENSION_MEMBER, "pg_foreign_data_wrapper")
          + NO_SUPERUSER
          + " ORDER BY 1 LIMIT 5"
    },
    {
      "is no superuser and so may not give to a superuser",
      "SELECT o.oid::regclass || ' of ' || rolname FROM pg_class o JOIN pg_roles r ON r.oid ="
          + " o.relowner WHERE o.oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'f') AND rolsuper"
          + " AND NOT "
          + String.format(EXTENSION_MEMBER, "pg_class")
          + NO_SUPERUSER
          + " ORDER BY 1 LIMIT 5"
    },
    {
      "may not change",
      "SELECT 'the privileges on schema public' FROM pg_namespace n WHERE nspname = 'public' AND"
          + " current_setting('server_version_num')::int < 150000 AND nspacl IS DISTINCT FROM"
          + " (SELECT initprivs FROM pg_init_privs i WHERE i.objoid = n.oid AND i.classoid ="
          + " 'pg_namespace'::regclass) AND NOT "
          + Becoming.mayBecome("nspowner")
    },
    {
      "is no superuser and so may not make extension",
      "SELECT quote_ident(extname) FROM pg_extension e JOIN pg_available_extension_versions v ON"
          + " v.name = e.extname AND v.version = e.extversion WHERE v.superuser AND NOT"
          + " coalesce((to_jsonb(v) ->> 'trusted')::bool, false) AND e.oid >= 16384 AND NOT EXISTS"
          + " (SELECT 1 FROM pg_roles WHERE rolname IN ('cloudsqlsuperuser', 'rds_superuser',"
          + " 'azure_pg_admin', 'alloydbsuperuser') AND pg_has_role(oid, 'MEMBER'))"
          + NO_SUPERUSER
          + " ORDER BY 1"
    },
    {
      "is no member of, and may not make itself one of, the owner of some of it,",
      Owners.OUT_OF_REACH
    },
    {
      "is no superuser and so may not make role",
      Globals.NEEDED
          + "SELECT quote_ident(r.rolname) FROM pg_roles r JOIN needed USING (oid) WHERE r.oid >="
          + " 16384 AND (rolsuper OR (rolreplication OR rolbypassrls) AND"
          + " current_setting('server_version_num')::int < 160000 OR EXISTS (SELECT 1 FROM pg_roles"
          + " me WHERE me.rolname = current_user AND (r.rolreplication AND NOT me.rolreplication OR"
          + " r.rolbypassrls AND NOT me.rolbypassrls))) AND r.rolname !~ '"
          + Globals.RESERVED
          + "'"
          + NO_SUPERUSER
          + " ORDER BY 1"
    },
    {
      "is no superuser and so may not set",
      "SELECT DISTINCT split_part(s, '=', 1) || ' for this database' FROM pg_db_role_setting d,"
          + " unnest(d.setconfig) s JOIN pg_settings p ON lower(p.name) = lower(split_part(s, '=',"
          + " 1)) WHERE d.setdatabase = (SELECT oid FROM pg_database WHERE datname ="
          + " current_database()) AND p.context = 'superuser'"
          + NO_SUPERUSER
    },
  };

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
    Sql.all(connection, BLIND, row -> row.getString(1))
        .forEach(
            where ->
                obstacles.add(
                    "database "
                        + endpoint
                        + ": whether anybody writes could not be seen, since track_counts is off "
                        + where));
    Sql.all(connection, FORGOTTEN, row -> row.getString(1))
        .forEach(
            which ->
                obstacles.add(
                    "database "
                        + endpoint
                        + ": prepared transaction "
                        + which
                        + " waits for its end, and what it did is in no backup"));
    for (String[] each : OBSTACLES) {
      Sql.all(connection, each[1], row -> row.getString(1))
          .forEach(
              what ->
                  obstacles.add(
                      "database "
                          + endpoint
                          + ": "
                          + login
                          + " "
                          + each[0]
                          + " "
                          + what
                          + (each[0].equals(NO_READING)
                              ? " (GRANT " + owner + " TO " + login + " allows what its owner may)"
                              : "")));
    }
    return obstacles;
  }
}
