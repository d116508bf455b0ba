package dev.rehome.database.postgres;

import dev.rehome.database.DumpFolder;
import dev.rehome.database.Inventory;
import dev.rehome.process.Command;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Tables whose rows no physical copy holds; a dump does. */
record Unlogged(Tools tools, DumpFolder dump) {
  static List<String> tables(Connection connection) throws SQLException {
    return Sql.all(
        connection,
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid ="
            + " c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence = 'u' ORDER BY 1",
        row -> row.getString(1));
  }

  static List<String> empty(Connection connection, Inventory like) throws SQLException {
    List<String> unlogged = tables(connection);
    return like.tables().stream()
        .filter(table -> table.rows() > 0 && unlogged.contains(table.name()))
        .map(Inventory.Table::name)
        .toList();
  }

  Command filling(Connection connection, List<String> tables) throws SQLException {
    String owner = tools.endpoint().user().user();
    Becoming.become(connection, owner);
    for (String table : tables) {
      Sql.run(connection, "SET ROLE " + Sql.quoted(owner));
      Sql.run(connection, "TRUNCATE " + quoted(table)); // a killed attempt may have filled it
      Sql.run(connection, "RESET ROLE");
    }
    List<String> lines =
        tools
            .run(tools.program("pg_restore").and("--list", dump.path().toString()))
            .output()
            .lines()
            .filter(line -> tables.stream().anyMatch(table -> isDataOf(table, line)))
            .toList();
    Path list = Path.of(dump.path() + ".unlogged");
    tools.site().write(list, Loading.lines(lines));
    Command restore =
        tools
            .program("pg_restore")
            .and("--exit-on-error", "--data-only", "--role=" + owner, "--use-list=" + list)
            .and(
                "--dbname=" + Loading.connectionString(tools.endpoint().name()),
                dump.path().toString());
    return tools.site().command(restore);
  }

  private static boolean isDataOf(String table, String line) {
    int dot = table.indexOf('.');
    return line.contains(
        " TABLE DATA " + table.substring(0, dot) + " " + table.substring(dot + 1) + " ");
  }

  private static String quoted(String table) {
    int dot = table.indexOf('.');
    return Sql.quoted(table.substring(0, dot)) + "." + Sql.quoted(table.substring(dot + 1));
  }
}
