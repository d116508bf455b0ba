package dev.rehome.certificate;

import dev.rehome.certificate.Certificate.Difference;
import dev.rehome.database.Inventory;
import dev.rehome.database.Inventory.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares definitions, rights, settings and sequences before the migrations with those after. What
 * came is theirs. What is gone, differs, or was set back is explained by a migration that names it,
 * or by what became of its table; else it is lost.
 */
public record DefinitionComparison(Migrations migrations) {
  /** Whose content the comparison of tables tells more about, and what only follows from it. */
  private static final Set<String> OF_TABLES =
      Set.of("table", "sequence", "default", "blob", "table attach", "index attach", "database");

  /** What belongs to one table, and gets names from that and from columns. */
  private static final Set<String> PARTS =
      Set.of("index", "constraint", "fk constraint", "check constraint", "statistics");

  public List<Difference> differences(Inventory before, Inventory after) {
    var differences = new ArrayList<Difference>();
    Set<String> touched = touched(before, after);
    definitions(before.schema(), after.schema(), touched, differences);
    definitions(before.globals(after), after.globals(before), touched, differences);
    Map<String, Sequence> now =
        after.sequences().stream().collect(Collectors.toMap(Sequence::name, each -> each));
    for (Sequence sequence : before.sequences()) {
      Optional<Sequence> same = Optional.ofNullable(now.get(sequence.name()));
      long least = Math.min(sequence.before(), sequence.after());
      if (same.isEmpty()) {
        add("sequence " + sequence.name(), "is gone", touched, true, differences);
      } else if (same.get().after() < least) {
        String change = "was set back to " + same.get().after() + " from " + least;
        add("sequence " + sequence.name(), change, touched, true, differences);
      }
    }
    return differences;
  }

  /** Names of tables whose columns or name changed, or that came or went. */
  private static Set<String> touched(Inventory before, Inventory after) {
    var shapes = new TreeMap<String, Object>();
    before.tables().forEach(table -> shapes.put(table.name(), table.columns()));
    var touched = new HashSet<String>();
    after.tables().stream()
        .filter(table -> !table.columns().equals(shapes.remove(table.name())))
        .forEach(table -> touched.add(table.name()));
    touched.addAll(shapes.keySet());
    return touched.stream().map(DefinitionComparison::bare).collect(Collectors.toSet());
  }

  private static String bare(String name) {
    return name.substring(name.indexOf('.') + 1).replace("\"", "");
  }

  private void definitions(
      Map<String, String> before,
      Map<String, String> after,
      Set<String> touched,
      List<Difference> differences) {
    new TreeMap<>(before)
        .forEach(
            (title, digest) -> {
              String now = after.get(title);
              String of = title.replaceFirst("^(acl|comment|security label) of ", "");
              boolean goesWithIt = now == null && before.containsKey(of) && !after.containsKey(of);
              if (!digest.equals(now)
                  && !OF_TABLES.contains(kind(title))
                  && (of.equals(title) || !goesWithIt)) {
                String change = now == null ? "is gone" : "is defined otherwise";
                add(title, change, touched, PARTS.contains(kind(title)), differences);
              }
            });
  }

  /** The words before the first name, which has a dot, a quote or stands last. */
  private static String kind(String title) {
    int end = title.indexOf('.');
    String start = end < 0 ? title : title.substring(0, end);
    return start.contains(" ") ? start.substring(0, start.lastIndexOf(' ')) : start;
  }

  /**
   * Adds a difference, explained if it can be.
   *
   * @param part whether it belongs to a table that gives it its name, too
   */
  private void add(
      String what, String change, Set<String> touched, boolean part, List<Difference> differences) {
    String name = name(what);
    Optional<String> by =
        migrations
            .naming(name, List.of())
            .or(() -> part ? tableNamedIn(what) : Optional.empty())
            .or(
                () ->
                    touched.stream().anyMatch(table -> concerns(what, table))
                        ? Optional.of("with its table")
                        : Optional.empty());
    if (migrations.ran() && !migrations.known()) {
      differences.add(
          new Difference(
              what,
              change + " (by the migrations, which are not all recorded and readable)",
              false));
    } else {
      differences.add(
          by.map(
                  each ->
                      new Difference(
                          what,
                          change + (each.startsWith("with") ? " (" : " (by ") + each + ")",
                          false))
              .orElseGet(
                  () ->
                      new Difference(
                          what,
                          change
                              + (migrations.ran()
                                  ? "; no migration that ran names it"
                                  : "; no migration ran"),
                          true)));
    }
  }

  /** The last name: of a function without its arguments. */
  private static String name(String title) {
    String text = title.replaceAll("\\(.*\\)$", "").replace("\"", "");
    return text.substring(Math.max(text.lastIndexOf(' '), text.lastIndexOf('.')) + 1);
  }

  private static boolean concerns(String title, String table) {
    return Stream.of(title.replace("\"", "").split("[ .,()]"))
        .anyMatch(word -> word.equals(table) || word.startsWith(table + "_"));
  }

  /** The first migration that names a table from whose name the part's own is made. */
  private Optional<String> tableNamedIn(String title) {
    List<String> words = List.of(name(title).split("_"));
    return Stream.iterate(words.size(), n -> n > 0, n -> n - 1)
        .map(n -> String.join("_", words.subList(0, n)))
        .filter(start -> start.length() > 2)
        .flatMap(start -> migrations.naming(start, List.of()).stream())
        .findFirst();
  }
}
