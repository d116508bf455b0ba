package dev.rehome.database.postgres;

import dev.rehome.database.Owned;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who owns what in a database: read from the catalogs, and written as commands, for a loader that
 * is no superuser and so makes everything as its own at first.
 */
final class Owners {
  /** What can belong to somebody, not counting what follows something else's owner. */
  private static final String ALL =
      "SELECT 'pg_class'::regclass AS class, oid, relowner AS owner, relnamespace AS schema FROM"
          + " pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT (relkind = 'S' AND"
          + " EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid"
          + " = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))) UNION"
          + " ALL SELECT 'pg_proc'::regclass, oid, proowner, pronamespace FROM pg_proc UNION ALL"
          + " SELECT 'pg_type'::regclass, t.oid, typowner, typnamespace FROM pg_type t LEFT JOIN"
          + " pg_class c ON c.oid = t.typrelid WHERE t.typtype IN ('b', 'c', 'd', 'e', 'r') AND"
          + " coalesce(c.relkind, 'c') = 'c' AND NOT EXISTS (SELECT 1 FROM pg_type e WHERE"
          + " e.typarray = t.oid) UNION ALL SELECT 'pg_namespace'::regclass, oid, nspowner, 0 FROM"
          + " pg_namespace UNION ALL SELECT 'pg_collation'::regclass, oid, collowner, collnamespace"
          + " FROM pg_collation UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner,"
          + " connamespace FROM pg_conversion UNION ALL SELECT 'pg_operator'::regclass, oid,"
          + " oprowner, oprnamespace FROM pg_operator UNION ALL SELECT 'pg_opclass'::regclass, oid,"
          + " opcowner, opcnamespace FROM pg_opclass UNION ALL SELECT 'pg_opfamily'::regclass, oid,"
          + " opfowner, opfnamespace FROM pg_opfamily UNION ALL SELECT 'pg_ts_config'::regclass,"
          + " oid, cfgowner, cfgnamespace FROM pg_ts_config UNION ALL SELECT"
          + " 'pg_ts_dict'::regclass, oid, dictowner, dictnamespace FROM pg_ts_dict UNION ALL"
          + " SELECT 'pg_statistic_ext'::regclass, oid, stxowner, stxnamespace FROM"
          + " pg_statistic_ext UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner, 0"
          + " FROM pg_foreign_server UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner, 0"
          + " FROM pg_publication UNION ALL SELECT 'pg_event_trigger'::regclass, oid, evtowner, 0"
          + " FROM pg_event_trigger UNION ALL SELECT 'pg_largeobject'::regclass, oid, lomowner, 0"
          + " FROM pg_largeobject_metadata";

  private Owners() {}

  /**
   * Owners to whom the login could not give anything, on a server where it may do as it may here.
   */
  static final String OUT_OF_REACH =
      "SELECT DISTINCT quote_ident(rolname) FROM ("
          + ALL
          + ") o JOIN pg_roles r ON r.oid = o.owner WHERE r.oid >= 16384 AND NOT rolsuper AND o.oid"
          + " >= 16384 AND NOT "
          + Becoming.mayBecome("r.oid")
          + " ORDER BY 1 LIMIT 5";

  /** What belongs to others than the database's owner, and to no role that the server brings. */
  static List<Owned> read(Connection connection) throws SQLException {
    return Sql.all(
        connection,
        "SELECT i.type, i.identity, coalesce(quote_ident(n.nspname), ''), r.rolname FROM ("
            + ALL
            + ") o JOIN pg_roles r ON r.oid = o.owner LEFT JOIN pg_namespace n ON n.oid = o.schema,"
            + " pg_identify_object(o.class, o.oid, 0) i WHERE (o.oid >= 16384 OR o.class ="
            + " 'pg_largeobject'::regclass) AND o.owner <> (SELECT"
            + " datdba FROM pg_database WHERE datname = current_database()) AND o.owner >= 16384"
            + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = o.class AND d.objid ="
            + " o.oid AND d.deptype IN ('e', 'i')) AND coalesce(n.nspname, '') !~ '^pg_'"
            + " ORDER BY 1, 2",
        row ->
            new Owned(
                keyword(row.getString(1)), row.getString(2), row.getString(3), row.getString(4)));
  }

  private static String keyword(String type) {
    return switch (type) {
      case "statistics object" -> "STATISTICS";
      case "composite type", "domain" -> "TYPE";
      default -> type.toUpperCase(Locale.ROOT);
    };
  }

  private static boolean isSchema(Owned owned) {
    return owned.type().equals("SCHEMA");
  }

  private static String give(Owned owned) {
    return "ALTER "
        + owned.type()
        + " "
        + owned.identity()
        + " OWNER TO "
        + Sql.quoted(owned.owner());
  }

  /**
   * Commands that give everything to its owner. Who becomes the owner of something in a schema
   * needs the right to create there, so that is lent for the time.
   */
  static String commands(List<Owned> owned) {
    Set<List<String>> schemas = new LinkedHashSet<>();
    var commands = new ArrayList<String>();
    for (Owned each : owned) {
      String owner = Sql.quoted(each.owner());
      if (!each.schema().isEmpty() && schemas.add(List.of(each.schema(), owner))) {
        commands.add("GRANT CREATE ON SCHEMA " + each.schema() + " TO " + owner);
      }
    }
    owned.stream().filter(each -> !isSchema(each)).map(Owners::give).forEach(commands::add);
    for (List<String> lent : schemas) {
      commands.add("REVOKE CREATE ON SCHEMA " + lent.getFirst() + " FROM " + lent.getLast());
    }
    owned.stream().filter(Owners::isSchema).map(Owners::give).forEach(commands::add);
    return String.join(";\n", commands) + (commands.isEmpty() ? "" : ";\n");
  }
}
