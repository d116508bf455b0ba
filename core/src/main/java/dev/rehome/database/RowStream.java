package dev.rehome.database;

import java.util.List;
import java.util.Optional;

/** Rows in the order of their keys' hashes, one after another: no more than a few are in memory. */
public interface RowStream extends AutoCloseable {
  /**
   * A row.
   *
   * @param hash of its key
   * @param key as text
   * @param values a hash for each column
   */
  record Row(long hash, String key, List<Long> values) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int byHash = Long.compare(hash, other.hash);
      return byHash != 0 ? byHash : key.compareTo(other.key);
    }
  }

  /** The next one; empty after the last. */
  Optional<Row> next();

  @Override
  void close();
}
