package dev.rehome.certificate;

import dev.rehome.database.Database;
import dev.rehome.database.Moment;
import dev.rehome.database.RowQuery;
import dev.rehome.database.RowStream;
import dev.rehome.database.RowStream.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares a table's rows of before with those of now, by their keys. */
final class RowComparison {
  private static final int EXAMPLES = 3;

  /** How many rows something concerns, and the keys of the first few. */
  static final class Count {
    private long rows;
    private final List<String> examples = new ArrayList<>();

    private void add(Row row) {
      rows++;
      if (examples.size() < EXAMPLES) {
        String key = row.key();
        examples.add(key.length() > 60 ? key.substring(0, 60) + "…" : key);
      }
    }

    long rows() {
      return rows;
    }

    @Override
    public String toString() {
      return rows + (rows == 1 ? " row" : " rows") + ", such as " + String.join(", ", examples);
    }
  }

  private final Count missing = new Count();
  private final Count added = new Count();
  private final List<Count> changed = new ArrayList<>();

  private RowComparison() {}

  /** Rows that are gone. */
  Count missing() {
    return missing;
  }

  /** Rows that were not there. */
  Count added() {
    return added;
  }

  /** Rows with another value, for each column. */
  List<Count> changed() {
    return changed;
  }

  /**
   * Compares. Columns are paired by their places in the queries, whatever their names.
   *
   * @param before rows of the old database
   * @param after rows of the new one
   */
  static RowComparison of(Database old, RowQuery before, Database now, RowQuery after) {
    var comparison = new RowComparison();
    before.columns().forEach(column -> comparison.changed.add(new Count()));
    try (Moment then = old.freeze();
        Moment moment = now.freeze()) {
      Map<Integer, String> one = old.buckets(then, before);
      Map<Integer, String> other = now.buckets(moment, after);
      Set<Integer> differing = new TreeSet<>(one.keySet());
      differing.addAll(other.keySet());
      differing.removeIf(
          bucket ->
              Optional.ofNullable(one.get(bucket)).equals(Optional.ofNullable(other.get(bucket))));
      if (!differing.isEmpty()) {
        try (RowStream left = old.rows(then, before, differing);
            RowStream right = now.rows(moment, after, differing)) {
          comparison.merge(left, right);
        }
      }
    }
    return comparison;
  }

  private void merge(RowStream before, RowStream after) {
    Optional<Row> left = before.next();
    Optional<Row> right = after.next();
    while (left.isPresent() || right.isPresent()) {
      int order = left.isEmpty() ? 1 : right.isEmpty() ? -1 : left.get().compareTo(right.get());
      if (order < 0) {
        missing.add(left.orElseThrow());
      } else if (order > 0) {
        added.add(right.orElseThrow());
      } else {
        compare(left.orElseThrow(), right.orElseThrow());
      }
      left = order <= 0 ? before.next() : left;
      right = order >= 0 ? after.next() : right;
    }
  }

  private void compare(Row before, Row after) {
    for (int i = 0; i < changed.size(); i++) {
      if (!before.values().get(i).equals(after.values().get(i))) {
        changed.get(i).add(after);
      }
    }
  }
}
