package dev.rehome.database.postgres;

import dev.rehome.database.WriteMark;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a server has beside the contents of its databases: databases, roles, slots, and transactions
 * that wait for their end. Whatever of it is made after a backup is in no backup.
 */
final class ServerMark {
  /** One text for each; what a fence changes is not among it, nor what belongs to a provider. */
  private static final String QUERY =
      "SELECT concat_ws(':', 'd', oid, datname, datistemplate, datallowconn) FROM pg_database"
          + " UNION ALL SELECT concat_ws(':', 'r', oid, rolname, rolsuper, rolinherit,"
          + " rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit,"
          + " rolvaliduntil, rolconfig) FROM pg_roles WHERE rolname !~ '"
          + Globals.RESERVED
          + "' UNION ALL SELECT concat_ws(':', 'm', roleid, member, admin_option)"
          + " FROM pg_auth_members"
          + " UNION ALL SELECT concat_ws(':', 's', setdatabase, setrole, setconfig)"
          + " FROM pg_db_role_setting"
          + " UNION ALL SELECT concat_ws(':', 't', oid, spcname) FROM pg_tablespace"
          + " UNION ALL SELECT concat_ws(':', 'l', slot_name, plugin, slot_type)"
          + " FROM pg_replication_slots WHERE NOT temporary"
          + " UNION ALL SELECT concat_ws(':', 'p', gid, transaction, database)"
          + " FROM pg_prepared_xacts";

  private ServerMark() {}

  static WriteMark of(Connection connection) throws SQLException {
    return new WriteMark(WriteMarks.digest(connection, QUERY));
  }
}
