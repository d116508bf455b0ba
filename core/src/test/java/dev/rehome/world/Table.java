package dev.rehome.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table: rows by their key, with a value for each other column. */
final class Table {
  final long number;
  final String name;
  final List<String> columns;
  final TreeMap<String, List<String>> rows;

  Table(long number, String name, List<String> columns, Map<String, List<String>> rows) {
    this.number = number;
    this.name = name;
    this.columns = new ArrayList<>(columns);
    this.rows = new TreeMap<>(rows);
  }

  Table copy() {
    return new Table(number, name, columns, rows);
  }

  /** Equal rows give equal digests. */
  String digest(List<String> of) {
    long digest = 1;
    for (Map.Entry<String, List<String>> row : rows.entrySet()) {
      long one = 7;
      for (String column : of) {
        one = 31 * one + value(row.getKey(), row.getValue(), column).hashCode();
      }
      digest = 1_000_003 * digest + one;
    }
    return Long.toHexString(digest);
  }

  String value(String key, List<String> values, String column) {
    return column.equals("id") ? key : values.get(columns.indexOf(column));
  }
}
