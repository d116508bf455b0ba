package dev.rehome.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a database holds, at one moment.
 *
 * @param serverVersion as {@code server_version_num} has it, for example 150018
 * @param schema every entry of a schema-only dump by its title, with the SHA-256 of its text
 * @param roles that something belongs to or is granted to, with their groups and members
 * @param globals what is in no dump of the database
 * @param owned what does not belong to the database's owner
 */
public record Inventory(
    Identity identity,
    int serverVersion,
    Encoding encoding,
    List<Table> tables,
    List<Sequence> sequences,
    Map<String, String> schema,
    Set<String> roles,
    List<Global> globals,
    List<Owned> owned) {
  private static final String CONNECT = "CONNECT";
  private static final String EVERYTHING = "CONNECT,CREATE,TEMPORARY";

  /** How the database was created. */
  public record Encoding(String encoding, String collate, String ctype) {}

  /**
   * A table's rows, and two sums of hashes over them: equal rows, in any order, give equal sums.
   *
   * @param number the table's own, which stays when it is renamed
   * @param kind table, large objects, or one that is named but not compared, see {@link #compared}
   * @param digest the sums; of a materialized view whether it is filled
   * @param columns the columns by name, in name order
   * @param key the primary key's columns; empty if it has none
   */
  public record Table(
      long number,
      String name,
      Kind kind,
      long rows,
      String digest,
      List<Column> columns,
      List<String> key) {
    public Table {
      columns = List.copyOf(columns);
      key = List.copyOf(key);
    }

    public boolean compared() {
      return kind == Kind.TABLE || kind == Kind.LARGE_OBJECTS;
    }
  }

  /** What kind of thing holds rows. */
  public enum Kind {
    TABLE,
    LARGE_OBJECTS,
    /** Made anew from other tables. */
    MATERIALIZED_VIEW,
    /** Its rows are elsewhere. */
    FOREIGN_TABLE
  }

  /**
   * A column.
   *
   * @param number its place, which stays when it is renamed
   */
  public record Column(int number, String name, String type) {}

  /**
   * A sequence's value before and after the moment; it knows no transactions, so while others write
   * only that it lay between can be said.
   */
  public record Sequence(String name, long before, long after) {}

  /**
   * The same, with sequences that were read before and after something longer than the inventory,
   * such as a dump.
   */
  public Inventory within(Map<String, Long> before, Map<String, Long> after) {
    List<Sequence> wider =
        sequences.stream()
            .map(
                each ->
                    new Sequence(
                        each.name(),
                        before.getOrDefault(each.name(), each.before()),
                        after.getOrDefault(each.name(), each.after())))
            .toList();
    return new Inventory(
        identity, serverVersion, encoding, tables, wider, schema, roles, globals, owned);
  }

  public Inventory {
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    schema = Map.copyOf(schema);
    roles = Set.copyOf(roles);
    globals = List.copyOf(globals);
    owned = List.copyOf(owned);
  }

  /** As it is when a fence is lifted again that stood while this was taken. */
  public Inventory without(Fence fence) {
    List<Global> open =
        globals.stream()
            .map(
                each ->
                    each.kind() == Global.Kind.DATABASE_PRIVILEGES
                            && fence.revoked().contains(each.of().orElseThrow())
                        ? with(each, all -> all.add(CONNECT))
                        : each)
            .collect(Collectors.toCollection(ArrayList::new));
    fence.revoked().stream()
        .filter(role -> open.stream().noneMatch(each -> isPrivilegeOf(role, each)))
        .forEach(
            role ->
                open.add(
                    new Global(Global.Kind.DATABASE_PRIVILEGES, Optional.of(role), "", CONNECT)));
    open.replaceAll(
        each ->
            fence.granted().stream().anyMatch(role -> isPrivilegeOf(role, each))
                ? with(each, all -> all.remove(CONNECT))
                : each);
    open.removeIf(each -> each.kind() == Global.Kind.DATABASE_PRIVILEGES && each.value().isEmpty());
    open.removeIf( // it is needed only for the fence
        each ->
            each.kind() == Global.Kind.ROLE
                && fence.granted().stream().anyMatch(role -> each.of().equals(Optional.of(role))));
    return new Inventory(
        identity, serverVersion, encoding, tables, sequences, schema, roles, open, owned);
  }

  /**
   * What is in no dump and has to be the same in the other one, by title. That who owns the
   * database may do everything with it goes without saying, whoever that is.
   */
  public Map<String, String> globals(Inventory other) {
    Set<String> owners =
        Stream.of(this, other)
            .flatMap(each -> each.globals.stream())
            .filter(each -> each.kind() == Global.Kind.DATABASE_OWNER)
            .map(Global::value)
            .collect(Collectors.toSet());
    return globals.stream()
        .filter(Global::compared)
        .filter(
            each ->
                each.kind() != Global.Kind.DATABASE_PRIVILEGES
                    || !owners.contains(each.of().orElseThrow())
                    || !each.value().equals(EVERYTHING))
        .collect(Collectors.toMap(Global::title, Global::value));
  }

  private static boolean isPrivilegeOf(String role, Global each) {
    return each.kind() == Global.Kind.DATABASE_PRIVILEGES && each.of().equals(Optional.of(role));
  }

  private static Global with(Global privileges, Consumer<Set<String>> change) {
    var all = new TreeSet<>(List.of(privileges.value().split(",")));
    change.accept(all);
    return new Global(privileges.kind(), privileges.of(), "", String.join(",", all));
  }

  /** The server's major version, such as 15. */
  public int major() {
    return serverVersion / 10_000;
  }

  public long rows() {
    return tables.stream().filter(Table::compared).mapToLong(Table::rows).sum();
  }
}
