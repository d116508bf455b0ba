package dev.rehome.world;

import dev.rehome.database.RowQuery;
import dev.rehome.database.RowStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Rows as they are compared, by the hashes of their keys. */
final class Rows {
  private static final int BUCKETS = 4;

  private Rows() {}

  static Map<Integer, String> buckets(Content content, RowQuery query) {
    var buckets = new TreeMap<Integer, String>();
    for (RowStream.Row row : all(content, query)) {
      buckets.merge(bucket(row), row.key() + row.values(), String::concat);
    }
    return buckets;
  }

  private static int bucket(RowStream.Row row) {
    return (int) Math.floorMod(row.hash(), (long) BUCKETS);
  }

  private static List<RowStream.Row> all(Content content, RowQuery query) {
    Table table = Inventories.table(content, query.table());
    var rows = new ArrayList<RowStream.Row>();
    table.rows.forEach(
        (key, values) ->
            rows.add(
                new RowStream.Row(
                    key.hashCode(),
                    key,
                    query.columns().stream()
                        .map(column -> (long) table.value(key, values, column).hashCode())
                        .toList())));
    rows.sort(null);
    return rows;
  }

  static RowStream of(Content content, RowQuery query, Set<Integer> buckets) {
    Iterator<RowStream.Row> rows =
        all(content, query).stream().filter(row -> buckets.contains(bucket(row))).iterator();
    return new RowStream() {
      @Override
      public Optional<Row> next() {
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
