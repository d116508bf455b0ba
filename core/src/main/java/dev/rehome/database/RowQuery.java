package dev.rehome.database;

import java.util.List;

/**
 * Rows of a table as they are compared with others: by their key, and a hash for each column.
 *
 * @param table its number
 * @param key the columns that tell rows apart
 * @param columns whose values are compared
 */
public record RowQuery(long table, List<String> key, List<String> columns) {
  public RowQuery {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }
}
