package dev.rehome.database.postgres;

import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.Global;
import dev.rehome.database.Inventory;
import dev.rehome.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a dump is loaded. A superuser loads it as it is. Anybody else makes everything as the
 * database's owner, gives away what belongs to others, and then brings the rights, so that nobody
 * needs a right before it is there.
 */
record Loading(Tools tools, DumpFolder folder, Inventory like) {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final int JOBS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** For this session only: the server's settings stay as they are. */
  private static final String FOR_SPEED =
      " -c synchronous_commit=off" + " -c max_parallel_maintenance_workers=2";

  private static final String THREE_STEPS =
      "restore=$1; psql=$2; database=$3; jobs=$4; role=$5; folder=$6; tablespaces=$7\n"
          + "\"$restore\" --exit-on-error --jobs=\"$jobs\" --dbname=\"$database\" --role=\"$role\""
          + " --no-owner --no-privileges $tablespaces --use-list=\"$folder.objects\" \"$folder\""
          + " &&\n"
          + "\"$psql\" --no-psqlrc --quiet --set ON_ERROR_STOP=1 --single-transaction"
          + " --dbname=\"$database\" --file=\"$folder.owners\" &&\n"
          + "exec \"$restore\" --exit-on-error --dbname=\"$database\" --use-list=\"$folder.rights\""
          + " \"$folder\"";

  static final String SCHEMA = "schema";

  private static final String EXPORTED =
      "restore=$1; psql=$2; database=$3; role=$4; folder=$5; schema=$6; export=$7\n"
          + "gunzip -c \"$export\" | \"$psql\" --no-psqlrc --quiet --output=/dev/null"
          + " --set ON_ERROR_STOP=1 --dbname=\"$database\" --command=\"$role\" --file=- &&\n"
          + "\"$psql\" --no-psqlrc --quiet --set ON_ERROR_STOP=1 --single-transaction"
          + " --dbname=\"$database\" --file=\"$folder.owners\" &&\n"
          + "exec \"$restore\" --exit-on-error --dbname=\"$database\" --use-list=\"$folder.rights\""
          + " \"$schema\"";

  private Path dump() {
    return folder.path();
  }

  /** What this machine starts to load it. */
  Command command(Connection connection) throws SQLException {
    return tools.site().command(there(connection));
  }

  /** What a server exported by itself: as the owner, then owners, then rights from the schema. */
  private Command exported(Connection connection, String database, Command restore)
      throws SQLException {
    becomeOwners(connection);
    write(dump().resolve(SCHEMA));
    return tools
        .connected(
            Command.of("bash", "-o", "pipefail", "-c", EXPORTED, "load")
                .and(restore.arguments().getFirst())
                .and(tools.program("psql").arguments().getFirst(), database)
                .and("SET ROLE " + Sql.quoted(tools.endpoint().user().user()), dump().toString())
                .and(dump().resolve(SCHEMA).toString(), dump().resolve(Database.EXPORT).toString()))
        .with("PGOPTIONS", options());
  }

  private Command there(Connection connection) throws SQLException {
    boolean superuser =
        Sql.yes(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
    List<String> tablespaces =
        everyTablespaceIsThere(connection) ? List.of() : List.of("--no-tablespaces");
    String database = connectionString(tools.endpoint().name());
    Command restore = tools.program("pg_restore").with("PGOPTIONS", options());
    if (folder.host().isEmpty() && Files.exists(dump().resolve(Database.EXPORT))) {
      return exported(connection, database, restore);
    }
    if (superuser) {
      return restore
          .and("--exit-on-error", "--jobs=" + JOBS, "--dbname=" + database)
          .and(tablespaces.toArray(String[]::new))
          .and(dump().toString());
    }
    becomeOwners(connection);
    write(dump());
    return tools
        .connected(
            Command.of("sh", "-c", THREE_STEPS, "load")
                .and(restore.arguments().getFirst())
                .and(tools.program("psql").arguments().getFirst(), database, "" + JOBS)
                .and(tools.endpoint().user().user(), dump().toString())
                .and(String.join(" ", tablespaces)))
        .with("PGOPTIONS", options());
  }

  private static String options() {
    return Connections.UNLIMITED + FOR_SPEED;
  }

  /** A name alone would be taken apart if it held an equals sign. */
  static String connectionString(String name) {
    return "dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private boolean everyTablespaceIsThere(Connection connection) throws SQLException {
    List<String> there =
        Sql.all(connection, "SELECT spcname FROM pg_tablespace", row -> row.getString(1));
    return like.globals().stream()
        .filter(each -> each.kind() == Global.Kind.TABLESPACE)
        .allMatch(each -> there.contains(each.name()));
  }

  /**
   * Only a member of a role may give something to it. A role of which one may not become a member
   * is passed over: if it is to own something, the load fails and names it.
   */
  private void becomeOwners(Connection connection) throws SQLException {
    for (String role : like.roles()) {
      boolean ordinary =
          !role.startsWith("pg_")
              && Sql.yes(
                  connection,
                  "SELECT NOT rolsuper FROM pg_roles WHERE rolname = " + Sql.literal(role));
      if (ordinary) {
        become(connection, role);
      }
    }
  }

  /** An extension brings its own comment, and only its owner may change that. */
  private static boolean ofExtension(String line) {
    return line.matches("\\d+; \\d+ \\d+ COMMENT - EXTENSION .*");
  }

  private static boolean isRight(String line) {
    return line.matches("\\d+; \\d+ \\d+ (DEFAULT )?ACL .*");
  }

  private static void become(Connection connection, String role) throws SQLException {
    try {
      Becoming.become(connection, role);
    } catch (SQLException e) {
      if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private void write(Path archive) {
    var objects = new ArrayList<String>();
    var rights = new ArrayList<String>();
    tools
        .run(tools.program("pg_restore").and("--list", archive.toString()))
        .output()
        .lines()
        .filter(line -> !ofExtension(line))
        .forEach(line -> (isRight(line) ? rights : objects).add(line));
    tools.site().write(Path.of(dump() + ".objects"), lines(objects));
    tools.site().write(Path.of(dump() + ".rights"), lines(rights));
    tools.site().write(Path.of(dump() + ".owners"), Owners.commands(like.owned()));
  }

  /** As a text. */
  static String lines(List<String> lines) {
    return String.join("", lines.stream().map(line -> line + "\n").toList());
  }
}
