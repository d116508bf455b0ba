package dev.rehome.certificate;

import dev.rehome.certificate.Certificate.Difference;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory.Column;
import dev.rehome.database.Inventory.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the tables of a database before the migrations with those after. It is the same
 * database, so tables and columns are known by their numbers, however they were renamed.
 *
 * @param old a database that still has the rows of before, to look closer where something changed
 */
public record TableComparison(Database now, Optional<Database> old) {
  public List<Difference> differences(
      List<Table> before, List<Table> oldTables, List<Table> after) {
    var differences = new ArrayList<Difference>();
    Map<Long, Table> byNumber = by(after, Table::number);
    Map<String, Table> byName = by(after, Table::name);
    var seen = new ArrayList<Table>();
    for (Table table : before) {
      Table other = byNumber.get(table.number());
      Optional<Table> match = Optional.ofNullable(other != null ? other : byName.get(table.name()));
      if (match.isEmpty()) {
        differences.add(
            new Difference(
                "table " + table.name(),
                "removed by the migrations, with " + table.rows() + " rows",
                false));
      } else {
        seen.add(match.get());
        if (table.compared()) {
          compare(table, by(oldTables, Table::name).get(table.name()), match.get(), differences);
        }
      }
    }
    after.stream()
        .filter(table -> !seen.contains(table))
        .map(
            table ->
                new Difference(
                    "table " + table.name(),
                    "added by the migrations, with " + table.rows() + " rows",
                    false))
        .forEach(differences::add);
    return differences;
  }

  private static <K> Map<K, Table> by(List<Table> tables, Function<Table, K> key) {
    return tables.stream()
        .collect(Collectors.toMap(key, each -> each, (one, two) -> one, HashMap::new));
  }

  private void compare(
      Table before,
      @org.jspecify.annotations.Nullable Table atOld,
      Table after,
      List<Difference> differences) {
    boolean rebuilt = before.number() != after.number();
    String name = "table " + after.name();
    List<String> changes = new ArrayList<>();
    if (!before.name().equals(after.name())) {
      changes.add("renamed from " + before.name());
    }
    List<Column[]> pairs = pairs(before, after, rebuilt, changes);
    boolean sameShape =
        pairs.size() == before.columns().size() && pairs.size() == after.columns().size();
    if (before.rows() > after.rows()) {
      differences.add(
          new Difference(
              name, "has " + after.rows() + " rows; before the migrations " + before.rows(), true));
      return;
    }
    if (before.rows() < after.rows()) {
      changes.add((after.rows() - before.rows()) + " rows added; values were not compared");
    }
    if (sameShape && changes.isEmpty() && before.digest().equals(after.digest())) {
      return;
    }
    if (before.rows() == after.rows()) {
      changes.addAll(contents(before, atOld, after, pairs));
    }
    differences.add(
        new Difference(name, String.join("; ", changes) + " (by the migrations)", false));
  }

  /** Columns of before and now that are the same; what came and went is added to the changes. */
  private static List<Column[]> pairs(
      Table before, Table after, boolean rebuilt, List<String> changes) {
    var pairs = new ArrayList<Column[]>();
    var left = new ArrayList<>(after.columns());
    for (Column column : before.columns()) {
      Optional<Column> same =
          left.stream()
              .filter(
                  other ->
                      rebuilt
                          ? other.name().equals(column.name())
                          : other.number() == column.number())
              .findFirst();
      if (same.isEmpty()) {
        changes.add("column " + column.name() + " removed");
        continue;
      }
      left.remove(same.get());
      pairs.add(new Column[] {column, same.get()});
      if (!same.get().name().equals(column.name())) {
        changes.add("column " + column.name() + " renamed to " + same.get().name());
      }
      if (!same.get().type().equals(column.type())) {
        changes.add(
            "column "
                + same.get().name()
                + " made "
                + same.get().type()
                + " from "
                + column.type());
      }
    }
    left.sort(Comparator.comparingInt(Column::number));
    left.forEach(column -> changes.add("column " + column.name() + " added"));
    return pairs;
  }

  /** Whether the columns that stayed hold the same, as far as that can be told. */
  private List<String> contents(
      Table before,
      @org.jspecify.annotations.Nullable Table atOld,
      Table after,
      List<Column[]> pairs) {
    List<String> oldNames = pairs.stream().map(pair -> pair[0].name()).toList();
    List<String> newNames = pairs.stream().map(pair -> pair[1].name()).toList();
    String digest = now.digest(after, newNames);
    boolean all = pairs.size() == before.columns().size();
    if (all && digest.equals(before.digest())) {
      return List.of("all " + before.rows() + " rows keep their values");
    }
    if (old.isEmpty() || atOld == null) {
      return List.of("values changed, or could not be compared column by column");
    }
    if (!all && digest.equals(old.get().digest(atOld, oldNames))) {
      return List.of("what stayed keeps its values");
    }
    List<String> changed = new ArrayList<>();
    for (Column[] pair : pairs) {
      String one = old.get().digest(atOld, List.of(pair[0].name()));
      if (!one.equals(now.digest(after, List.of(pair[1].name())))) {
        changed.add(pair[1].name());
      }
    }
    return List.of(
        changed.isEmpty()
            ? "values moved between rows"
            : "values changed in column " + String.join(", ", changed));
  }
}
