package dev.rehome.database;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a database holds, at one moment.
 *
 * @param serverVersion as {@code server_version_num} has it, for example 150018
 * @param schema every entry of a schema-only dump by its title, with the SHA-256 of its text
 * @param roles that objects belong to, or that hold rights on some
 */
public record Inventory(
    Identity identity,
    int serverVersion,
    Encoding encoding,
    List<Table> tables,
    List<Sequence> sequences,
    Map<String, String> schema,
    Set<String> roles) {
  /** How the database was created. */
  public record Encoding(String encoding, String collate, String ctype) {}

  /**
   * A table's rows, and two sums of hashes over them: equal rows, in any order, give equal sums.
   *
   * @param number the table's own, which stays when it is renamed
   * @param kind table, large objects, or one that is named but not compared, see {@link #compared}
   * @param columns the columns by name, in name order
   */
  public record Table(
      long number, String name, Kind kind, long rows, String digest, List<Column> columns) {
    public Table {
      columns = List.copyOf(columns);
    }

    public boolean compared() {
      return kind == Kind.TABLE || kind == Kind.LARGE_OBJECTS;
    }
  }

  /** What kind of thing holds rows. */
  public enum Kind {
    TABLE,
    LARGE_OBJECTS,
    /** Made anew from other tables. */
    MATERIALIZED_VIEW,
    /** Its rows are elsewhere. */
    FOREIGN_TABLE
  }

  /**
   * A column.
   *
   * @param number its place, which stays when it is renamed
   */
  public record Column(int number, String name, String type) {}

  /**
   * A sequence's value before and after the moment; it knows no transactions, so while others write
   * only that it lay between can be said.
   */
  public record Sequence(String name, long before, long after) {}

  public Inventory {
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    schema = Map.copyOf(schema);
    roles = Set.copyOf(roles);
  }

  /** The server's major version, such as 15. */
  public int major() {
    return serverVersion / 10_000;
  }

  public long rows() {
    return tables.stream().filter(Table::compared).mapToLong(Table::rows).sum();
  }
}
