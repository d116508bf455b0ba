package dev.rehome.database.postgres;

import static java.util.Objects.requireNonNull;

import dev.rehome.database.Inventory.Column;
import dev.rehome.database.Inventory.Encoding;
import dev.rehome.database.Inventory.Kind;
import dev.rehome.database.Inventory.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an inventory asks, inside of a moment. */
final class InventoryQueries {
  /** So that a value's text does not depend on who asks. */
  private static final List<String> SETTINGS =
      List.of(
          "SET LOCAL search_path = pg_catalog",
          "SET LOCAL row_security = off",
          "SET LOCAL extra_float_digits = 1",
          "SET LOCAL DateStyle = 'ISO, YMD'",
          "SET LOCAL TimeZone = 'UTC'",
          "SET LOCAL IntervalStyle = 'postgres'",
          "SET LOCAL bytea_output = 'hex'",
          "SET LOCAL lc_monetary = 'C'",
          "SET LOCAL xmloption = 'content'");

  /**
   * Not the system's own, not temporary, and not what an extension brings along, save where that
   * says that its rows are the user's.
   */
  private static final String OF_USERS =
      " n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
          + " AND (NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
          + " AND d.objid = c.oid AND d.deptype = 'e') OR c.oid IN"
          + " (SELECT unnest(extconfig) FROM pg_extension)) ";

  /** Which rows of an extension's table are the user's. */
  private static final String CONDITION =
      "coalesce((SELECT extcondition[array_position(extconfig, c.oid)] FROM pg_extension"
          + " WHERE c.oid = ANY (extconfig) LIMIT 1), '')";

  /** So many sequences are read in one query. */
  private static final int AT_ONCE = 200;

  private InventoryQueries() {}

  static void enter(Connection connection, String snapshot) throws SQLException {
    Sql.run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    Sql.run(connection, "SET TRANSACTION SNAPSHOT " + Sql.literal(snapshot));
    for (String setting : SETTINGS) {
      Sql.run(connection, setting);
    }
  }

  /**
   * A table before its rows were read.
   *
   * @param condition WHERE, if only some rows are the user's
   */
  record Found(
      long number,
      String name,
      String sql,
      String condition,
      Kind kind,
      long pages,
      List<Column> columns,
      List<String> key) {}

  /** All tables, the largest first. */
  static List<Found> tables(Connection connection) throws SQLException {
    Map<Long, List<Column>> columns = columns(connection);
    Map<Long, List<String>> keys = keys(connection);
    return Sql.all(
        connection,
        "SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpages, "
            + CONDITION
            + " FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'm', 'f') AND"
            + OF_USERS
            + "ORDER BY c.relpages DESC, c.oid",
        row ->
            new Found(
                row.getLong(1),
                row.getString(2) + "." + row.getString(3),
                Sql.quoted(row.getString(2)) + "." + Sql.quoted(row.getString(3)),
                row.getString(6),
                switch (row.getString(4)) {
                  case "m" -> Kind.MATERIALIZED_VIEW;
                  case "f" -> Kind.FOREIGN_TABLE;
                  default -> Kind.TABLE;
                },
                row.getLong(5),
                columns.getOrDefault(row.getLong(1), List.of()),
                keys.getOrDefault(row.getLong(1), List.of())));
  }

  private static Map<Long, List<String>> keys(Connection connection) throws SQLException {
    var byTable = new LinkedHashMap<Long, List<String>>();
    Sql.all(
        connection,
        "SELECT i.indrelid, a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid ="
            + " i.indrelid AND a.attnum = ANY (i.indkey::int2[]) WHERE i.indisprimary ORDER BY"
            + " i.indrelid, array_position(i.indkey::int2[], a.attnum)",
        row ->
            byTable
                .computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                .add(row.getString(2)));
    return byTable;
  }

  private static Map<Long, List<Column>> columns(Connection connection) throws SQLException {
    var byTable = new LinkedHashMap<Long, List<Column>>();
    Sql.all(
        connection,
        "SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod)"
            + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'm', 'f') AND"
            + OF_USERS
            + "ORDER BY a.attrelid, a.attname COLLATE \"C\"",
        row ->
            byTable
                .computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                .add(new Column(row.getInt(2), row.getString(3), row.getString(4))));
    return byTable;
  }

  /** Reads all rows of a table, once. */
  static Table digest(Connection connection, Found table) throws SQLException {
    if (table.kind() != Kind.TABLE) {
      String filled =
          Sql.text(
              connection,
              "SELECT CASE WHEN relkind = 'm' AND NOT relispopulated THEN 'not filled' ELSE '' END"
                  + " FROM pg_class WHERE oid = "
                  + table.number());
      return new Table(
          table.number(), table.name(), table.kind(), 0, filled, table.columns(), table.key());
    }
    return digest(
        connection,
        table,
        "SELECT "
            + row(table.columns())
            + " AS x FROM ONLY "
            + table.sql()
            + " "
            + table.condition());
  }

  /**
   * A number for each row: its columns' hashes in one, each with its place as the seed, so that two
   * columns' values changed for each other are seen.
   */
  private static String row(List<Column> columns) {
    var row = new StringBuilder("0::bigint");
    for (int i = 0; i < columns.size(); i++) {
      row.append(" # ").append(hash(columns.get(i), i + 1));
    }
    return row.toString();
  }

  /**
   * Of the bytes of a value's text. The types' own hash functions would be faster, but find 1.0 and
   * 1.00 equal, and fold 64 bits to 32; and a row's text would be quoted first, byte by byte.
   */
  private static String hash(Column column, int seed) {
    String value = Sql.quoted(column.name());
    String hash =
        switch (column.type()) {
          case "integer", "smallint" -> "hashint4extended(" + value;
          case "text" -> "hashtextextended(" + value + " COLLATE \"C\"";
          // as text it would be twice as long, beyond what one value may have
          case "bytea" -> "hashtextextended(concat(sha256(" + value + ")) COLLATE \"C\"";
          default -> "hashtextextended(concat(" + value + ") COLLATE \"C\"";
        };
    // IS NULL is true of a row of nulls, too
    return "CASE WHEN "
        + value
        + " IS DISTINCT FROM NULL THEN "
        + hash
        + ", "
        + seed
        + ") ELSE "
        + seed
        + " END";
  }

  /**
   * Two sums over all rows. The rows' numbers are hashed once more: sums of what was only put
   * together would not tell values changed for each other between rows.
   *
   * @param rows gives each row's number as x
   */
  private static Table digest(Connection connection, Found table, String rows) throws SQLException {
    return Sql.all(
            connection,
            "SELECT count(*), coalesce(sum(hashint4extended(0, x)), 0)::text,"
                + " coalesce(sum(hashint4extended(7919, x)), 0)::text FROM ("
                + rows
                + " OFFSET 0) r",
            row ->
                new Table(
                    table.number(),
                    table.name(),
                    table.kind(),
                    row.getLong(1),
                    row.getString(2) + ":" + row.getString(3),
                    table.columns(),
                    table.key()))
        .getFirst();
  }

  /** The digest of some columns of a table, in the order given. */
  static String digest(Connection connection, Table table, List<String> columns)
      throws SQLException {
    String sql = sql(connection, table.number());
    Map<String, Column> byName =
        table.columns().stream().collect(Collectors.toMap(Column::name, each -> each));
    String row = row(columns.stream().map(name -> requireNonNull(byName.get(name))).toList());
    String condition =
        Sql.text(
            connection, "SELECT " + CONDITION + " FROM pg_class c WHERE c.oid = " + table.number());
    return digest(
            connection,
            new Found(table.number(), table.name(), sql, "", Kind.TABLE, 0, List.of(), List.of()),
            "SELECT " + row + " AS x FROM ONLY " + sql + " " + condition)
        .digest();
  }

  static String sql(Connection connection, long number) throws SQLException {
    return Sql.text(
        connection,
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = "
            + number);
  }

  /** What an expression gives for each row of a table. */
  static List<String> texts(Connection connection, Table table, String expression)
      throws SQLException {
    return Sql.all(
        connection,
        "SELECT " + expression + " FROM ONLY " + sql(connection, table.number()),
        row -> String.valueOf(row.getString(1)));
  }

  /** Large objects: number, content, owner, rights and comment of each. */
  static Table largeObjects(Connection connection) throws SQLException {
    return digest(
        connection,
        new Found(0, "large objects", "", "", Kind.LARGE_OBJECTS, 0, List.of(), List.of()),
        "SELECT hashtextextended(concat_ws(':', oid, encode(sha256(lo_get(oid)), 'hex'),"
            + " pg_get_userbyid(lomowner), (SELECT string_agg(concat_ws('/', grantee::regrole,"
            + " privilege_type, is_grantable), ',' ORDER BY grantee::regrole::text, privilege_type)"
            + " FROM aclexplode(lomacl)), obj_description(oid, 'pg_largeobject')) COLLATE \"C\", 1)"
            + " AS x FROM pg_largeobject_metadata");
  }

  /** Every sequence's value: the last that was given; one less if it is yet to be given. */
  static Map<String, Long> sequences(Connection connection) throws SQLException {
    List<String> queries =
        Sql.all(
            connection,
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND"
                + OF_USERS
                + "ORDER BY 1, 2",
            row ->
                "SELECT "
                    + Sql.literal(row.getString(1) + "." + row.getString(2))
                    + ", CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM "
                    + Sql.quoted(row.getString(1))
                    + "."
                    + Sql.quoted(row.getString(2)));
    var values = new LinkedHashMap<String, Long>();
    for (int i = 0; i < queries.size(); i += AT_ONCE) {
      Sql.all(
          connection,
          String.join(" UNION ALL ", queries.subList(i, Math.min(i + AT_ONCE, queries.size()))),
          row -> values.put(row.getString(1), row.getLong(2)));
    }
    return values;
  }

  static Encoding encoding(Connection connection) throws SQLException {
    return Sql.all(
            connection,
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database"
                + " WHERE datname = current_database()",
            row -> new Encoding(row.getString(1), row.getString(2), row.getString(3)))
        .getFirst();
  }
}
