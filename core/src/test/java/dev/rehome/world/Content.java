package dev.rehome.world;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a database holds. */
final class Content {
  static final String ORDERS = "public.orders";
  static final String MIGRATIONS = "public.flyway_schema_history";

  final long number;
  final TreeMap<String, Table> tables = new TreeMap<>();
  final TreeSet<String> connect = new TreeSet<>(List.of("PUBLIC"));
  long counter;

  /** A migration began on it and did not end. */
  boolean half;

  Content(long number) {
    this.number = number;
  }

  Content copy(long asNumber) {
    var copy = new Content(asNumber);
    tables.forEach((name, table) -> copy.tables.put(name, table.copy()));
    copy.connect.clear();
    copy.connect.addAll(connect);
    copy.counter = counter;
    copy.half = half;
    return copy;
  }

  Content copy() {
    return copy(number);
  }

  boolean migrated() {
    Table table = tables.get(MIGRATIONS);
    return table != null && table.rows.size() > 1;
  }

  /** As an application of the revision that this schema belongs to writes an order. */
  void order(String key, String item) {
    Table orders = tables.get(ORDERS);
    if (orders != null) {
      orders.rows.put(key, values(orders, item));
      counter++;
    }
  }

  private static List<String> values(Table orders, String item) {
    var values = new ArrayList<String>();
    for (String column : orders.columns) {
      values.add(column.equals("item") ? item : note(item));
    }
    return List.copyOf(values);
  }

  static String note(String item) {
    return "note of " + item;
  }
}
