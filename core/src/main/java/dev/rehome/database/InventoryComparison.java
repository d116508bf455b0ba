package dev.rehome.database;

import dev.rehome.database.Inventory.Sequence;
import dev.rehome.database.Inventory.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what a database held with what it holds now; everything must be equal. */
public final class InventoryComparison {
  private final List<String> differences = new ArrayList<>();

  private InventoryComparison() {}

  /** One line for each difference; none means that nothing differs. */
  public static List<String> differences(Inventory saved, Inventory now) {
    var comparison = new InventoryComparison();
    comparison.tables(saved, now);
    comparison.sequences(saved, now);
    comparison.schema(saved.schema(), now.schema());
    comparison.schema(saved.globals(now), now.globals(saved));
    saved.globals().stream()
        .filter(each -> each.kind() == Global.Kind.ROLE)
        .filter(each -> now.globals().stream().noneMatch(n -> n.title().equals(each.title())))
        .forEach(each -> comparison.differences.add(each.title() + " is missing"));
    if (!saved.encoding().encoding().equals(now.encoding().encoding())) {
      comparison.differences.add(
          "the encoding is " + now.encoding().encoding() + ", not " + saved.encoding().encoding());
    }
    return List.copyOf(comparison.differences);
  }

  /**
   * Tables that hold what loading a dump does not bring about: it fills each as a whole, so that
   * one is empty, or as it was saved. Of large objects, which it makes before it fills them, only
   * more than were saved tell anything.
   */
  public static List<String> others(Inventory saved, Inventory now) {
    Map<String, Table> before = byName(saved.tables(), Table::name);
    return now.tables().stream()
        .filter(table -> table.compared() && table.rows() > 0)
        .filter(table -> !isLoaded(table, Optional.ofNullable(before.get(table.name()))))
        .map(table -> "table " + table.name())
        .toList();
  }

  private static boolean isLoaded(Table table, Optional<Table> saved) {
    return table.kind() == Inventory.Kind.LARGE_OBJECTS
        ? saved.filter(each -> table.rows() <= each.rows()).isPresent()
        : saved
            .filter(each -> each.rows() == table.rows() && each.digest().equals(table.digest()))
            .isPresent();
  }

  private void tables(Inventory saved, Inventory now) {
    Map<String, Table> after = byName(now.tables(), Table::name);
    for (Table table : saved.tables()) {
      Table other = after.remove(table.name());
      if (other == null) {
        differences.add("table " + table.name() + " is missing");
      } else if (table.compared() && table.rows() != other.rows()) {
        differences.add(
            "table " + table.name() + " has " + other.rows() + " rows, not " + table.rows());
      } else if (table.compared() && !table.digest().equals(other.digest())) {
        differences.add("table " + table.name() + " has other content in its rows");
      } else if (!table.compared() && !table.digest().equals(other.digest())) {
        boolean gone = table.digest().isEmpty();
        differences.add(
            "materialized view "
                + table.name()
                + (gone ? " is not filled" : " is filled, and was not"));
      }
    }
    after.keySet().forEach(name -> differences.add("table " + name + " is there in addition"));
  }

  private void sequences(Inventory saved, Inventory now) {
    Map<String, Sequence> after = byName(now.sequences(), Sequence::name);
    for (Sequence sequence : saved.sequences()) {
      Sequence other = after.remove(sequence.name());
      if (other == null) {
        differences.add("sequence " + sequence.name() + " is missing");
      } else {
        long least = Math.min(sequence.before(), sequence.after());
        long most = Math.max(sequence.before(), sequence.after());
        if (other.after() < least || other.after() > most) {
          differences.add(
              "sequence " + sequence.name() + " stands at " + other.after() + ", not " + most);
        }
      }
    }
    after.keySet().forEach(name -> differences.add("sequence " + name + " is there in addition"));
  }

  private void schema(Map<String, String> saved, Map<String, String> now) {
    var names = new TreeSet<>(saved.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String before = saved.get(name);
      String after = now.get(name);
      if (after == null) {
        differences.add(name + " is missing");
      } else if (before == null) {
        differences.add(name + " is there in addition");
      } else if (!before.equals(after)) {
        differences.add(name + " is defined otherwise");
      }
    }
  }

  private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
    return all.stream()
        .collect(Collectors.toMap(name, each -> each, (one, other) -> one, TreeMap::new));
  }
}
