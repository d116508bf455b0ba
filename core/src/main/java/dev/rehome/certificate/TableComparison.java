package dev.rehome.certificate;

import dev.rehome.certificate.Certificate.Difference;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory.Column;
import dev.rehome.database.Inventory.Kind;
import dev.rehome.database.Inventory.Table;
import dev.rehome.database.RowQuery;
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
 * <p>A row that is gone is lost, whoever removed it. Anything else that changed is explained if a
 * migration that ran names the table and, for values, the column; else it is lost, too. If nobody
 * records which migrations ran, all but the loss of rows counts as their work.
 *
 * <p>What counts are the numbers and digests of before. A copy of the rows only tells more of what
 * differs by them: if it does not, it has other rows than there were, and something is lost.
 *
 * @param old a database that still has the rows of before, to look closer where something changed
 */
public record TableComparison(Database now, Optional<Database> old, Migrations migrations) {
  /** Columns of before and now that are the same one. */
  private record Pair(Column before, Column after) {}

  /**
   * Something that happened to a table.
   *
   * @param columns those that it concerns
   * @param loses whether it takes something away
   */
  private record Change(String text, List<String> columns, boolean loses) {}

  /**
   * The tables of before that a closer look may need the rows of: what differs by name, number of
   * rows or digest, and the record of the migrations.
   */
  public static List<Table> suspects(List<Table> before, List<Table> after) {
    Map<String, Table> now = by(after, Table::name);
    return before.stream()
        .filter(table -> table.kind() == Kind.TABLE)
        .filter(
            table -> {
              Table same = now.get(table.name());
              return same == null
                  || Migrations.isRecord(table.name())
                  || same.rows() != table.rows()
                  || !same.digest().equals(table.digest())
                  || !shape(same).equals(shape(table));
            })
        .toList();
  }

  private static List<String> shape(Table table) {
    return table.columns().stream().map(column -> column.name() + " " + column.type()).toList();
  }

  public List<Difference> differences(
      List<Table> before, List<Table> oldTables, List<Table> after) {
    var differences = new ArrayList<Difference>();
    Map<Long, Table> byNumber = by(after, Table::number);
    Map<String, Table> byName = by(after, Table::name);
    Map<String, Table> atOld = by(oldTables, Table::name);
    var seen = new ArrayList<Table>();
    for (Table table : before) {
      Table other = byNumber.get(table.number());
      Optional<Table> match = Optional.ofNullable(other != null ? other : byName.get(table.name()));
      if (match.isEmpty()) {
        differences.add(
            structural(
                table, table, new Change("removed, with " + rows(table.rows()), List.of(), true)));
      } else {
        seen.add(match.get());
        if (table.compared()) {
          compare(table, Optional.ofNullable(atOld.get(table.name())), match.get(), differences);
        }
      }
    }
    after.stream()
        .filter(table -> !seen.contains(table))
        .map(
            table ->
                structural(
                    table,
                    table,
                    new Change("added, with " + rows(table.rows()), List.of(), false)))
        .forEach(differences::add);
    return differences;
  }

  private static String rows(long count) {
    return count + (count == 1 ? " row" : " rows");
  }

  private static <K> Map<K, Table> by(List<Table> tables, Function<Table, K> key) {
    return tables.stream()
        .collect(Collectors.toMap(key, each -> each, (one, two) -> one, HashMap::new));
  }

  /** A change, explained by the migration that names what it concerns, or lost. */
  private Difference structural(Table before, Table after, Change change) {
    String what = (after.kind() == Kind.LARGE_OBJECTS ? "" : "table ") + after.name();
    if (Migrations.isRecord(after.name())) {
      return new Difference(what, change.text() + " (the record of the migrations)", false);
    }
    if (migrations.ran() && !migrations.known()) {
      return new Difference(
          what,
          change.text() + " (by the migrations, which are not all recorded and readable)",
          false);
    }
    return migrations
        .naming(before.name(), change.columns())
        .or(() -> migrations.naming(after.name(), change.columns()))
        .map(name -> new Difference(what, change.text() + " (by " + name + ")", false))
        .orElseGet(
            () ->
                new Difference(
                    what,
                    change.text()
                        + (migrations.ran()
                            ? "; no migration that ran names it"
                            : "; no migration ran"),
                    change.loses() || !migrations.ran()));
  }

  private void compare(
      Table before, Optional<Table> atOld, Table after, List<Difference> differences) {
    List<Change> changes = new ArrayList<>();
    if (!before.name().equals(after.name())) {
      changes.add(new Change("renamed from " + before.name(), List.of(), false));
    }
    List<Pair> pairs = pairs(before, after, changes);
    boolean sameShape =
        pairs.size() == before.columns().size() && pairs.size() == after.columns().size();
    if (sameShape
        && changes.isEmpty()
        && before.rows() == after.rows()
        && before.digest().equals(after.digest())) {
      return;
    }
    int found = differences.size();
    Optional<List<String>> key = key(before, pairs);
    if (before.kind() == Kind.LARGE_OBJECTS) {
      largeObjects(before, after, changes, differences);
    } else if (old.isPresent() && atOld.isPresent() && key.isPresent()) {
      rows(before, atOld.get(), after, pairs, key.get(), differences);
    } else {
      multiset(before, atOld, after, pairs, changes, differences);
    }
    changes.forEach(change -> differences.add(structural(before, after, change)));
    if (differences.size() == found) {
      differences.add(unseen(after, "does not hold what it did; what changed could not be seen"));
    }
  }

  private static Difference unseen(Table table, String how) {
    return new Difference("table " + table.name(), how, true);
  }

  private static void largeObjects(
      Table before, Table after, List<Change> changes, List<Difference> differences) {
    if (before.rows() > after.rows()) {
      differences.add(
          new Difference(
              after.name(),
              "are " + after.rows() + "; before the migrations " + before.rows(),
              true));
    } else if (before.rows() < after.rows()) {
      changes.add(new Change(after.rows() - before.rows() + " added", List.of(), false));
    } else {
      changes.add(new Change("content, owners or rights changed", List.of(), true));
    }
  }

  /** What came and went is added to the changes. */
  private static List<Pair> pairs(Table before, Table after, List<Change> changes) {
    boolean rebuilt = before.number() != after.number();
    var pairs = new ArrayList<Pair>();
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
        changes.add(
            new Change("column " + column.name() + " removed", List.of(column.name()), true));
        continue;
      }
      left.remove(same.get());
      pairs.add(new Pair(column, same.get()));
      if (!same.get().name().equals(column.name())) {
        changes.add(
            new Change(
                "column " + column.name() + " renamed to " + same.get().name(),
                List.of(same.get().name()),
                false));
      }
      if (!same.get().type().equals(column.type())) {
        changes.add(
            new Change(
                "column "
                    + same.get().name()
                    + " made "
                    + same.get().type()
                    + " from "
                    + column.type(),
                List.of(same.get().name()),
                false));
      }
    }
    left.sort(Comparator.comparingInt(Column::number));
    left.forEach(
        column ->
            changes.add(
                new Change("column " + column.name() + " added", List.of(column.name()), false)));
    return pairs;
  }

  /** The primary key of before, if all its columns are still there. */
  private static Optional<List<String>> key(Table before, List<Pair> pairs) {
    boolean whole =
        !before.key().isEmpty()
            && before.key().stream()
                .allMatch(
                    name -> pairs.stream().anyMatch(pair -> pair.before().name().equals(name)));
    return whole ? Optional.of(before.key()) : Optional.empty();
  }

  private void rows(
      Table before,
      Table atOld,
      Table after,
      List<Pair> pairs,
      List<String> key,
      List<Difference> differences) {
    List<String> newKey =
        key.stream()
            .map(
                name ->
                    pairs.stream()
                        .filter(pair -> pair.before().name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .after()
                        .name())
            .toList();
    List<Pair> values = pairs.stream().filter(pair -> !key.contains(pair.before().name())).toList();
    RowComparison rows =
        RowComparison.of(
            old.orElseThrow(),
            new RowQuery(
                atOld.number(), key, values.stream().map(pair -> pair.before().name()).toList()),
            now,
            new RowQuery(
                after.number(), newKey, values.stream().map(pair -> pair.after().name()).toList()));
    if (before.rows() - rows.missing().rows() + rows.added().rows() != after.rows()) {
      differences.add(
          unseen(
              after,
              "has "
                  + rows(after.rows())
                  + "; before the migrations "
                  + before.rows()
                  + ", and the copy of those does not show which are gone"));
    }
    if (rows.missing().rows() > 0) {
      boolean record = migrations.ran() && Migrations.isRecord(after.name());
      differences.add(
          new Difference(
              "table " + after.name(),
              record
                  ? rows.missing() + ", replaced (the record of the migrations)"
                  : "lost " + rows.missing(),
              !record));
    }
    if (rows.added().rows() > 0) {
      differences.add(
          new Difference(
              "table " + after.name(),
              rows.added() + ", added by the migrations",
              !migrations.ran()));
    }
    for (int i = 0; i < values.size(); i++) {
      if (rows.changed().get(i).rows() > 0) {
        Pair pair = values.get(i);
        boolean converted = !pair.before().type().equals(pair.after().type());
        differences.add(
            structural(
                before,
                after,
                new Change(
                    (converted ? "values converted in column " : "values changed in column ")
                        + pair.after().name()
                        + ": "
                        + rows.changed().get(i),
                    List.of(pair.after().name()),
                    true)));
      }
    }
  }

  /** Without a key rows cannot be told apart; what stays comparable is how often each occurs. */
  private void multiset(
      Table before,
      Optional<Table> atOld,
      Table after,
      List<Pair> pairs,
      List<Change> changes,
      List<Difference> differences) {
    if (before.rows() > after.rows()) {
      differences.add(
          new Difference(
              "table " + after.name(),
              "has " + rows(after.rows()) + "; before the migrations " + before.rows(),
              true));
      return;
    }
    if (before.rows() < after.rows()) {
      differences.add(
          new Difference(
              "table " + after.name(),
              rows(after.rows() - before.rows())
                  + " added by the migrations; it has no key, so values were not compared",
              !migrations.ran()));
      return;
    }
    List<String> oldNames = pairs.stream().map(pair -> pair.before().name()).toList();
    List<String> newNames = pairs.stream().map(pair -> pair.after().name()).toList();
    if (pairs.isEmpty() || now.digest(after, newNames).equals(digest(before, atOld, oldNames))) {
      return;
    }
    List<String> changed =
        pairs.stream()
            .filter(
                pair ->
                    !now.digest(after, List.of(pair.after().name()))
                        .equals(digest(before, atOld, List.of(pair.before().name()))))
            .map(pair -> pair.after().name())
            .toList();
    changes.add(
        new Change(
            changed.isEmpty()
                ? "values moved between rows (it has no key)"
                : "values changed in column " + String.join(", ", changed) + " (it has no key)",
            changed,
            true));
  }

  private String digest(Table before, Optional<Table> atOld, List<String> names) {
    boolean all = names.equals(before.columns().stream().map(Column::name).toList());
    return all || old.isEmpty() || atOld.isEmpty()
        ? before.digest()
        : old.get().digest(atOld.get(), names);
  }
}
