package dev.rehome.certificate;

import dev.rehome.database.Database;
import dev.rehome.database.Inventory.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The migrations that ran between two states of a database, as the tool that ran them records it,
 * and what their files name.
 *
 * @param known whether there is such a record, and all their files were found
 */
public record Migrations(boolean ran, boolean known, List<Migration> list) {
  /** One of them, and what stands in its file. */
  public record Migration(String name, String text) {
    boolean names(String word) {
      return Pattern.compile(
              "(?<![A-Za-z0-9_])" + Pattern.quote(word) + "(?![A-Za-z0-9_])",
              Pattern.CASE_INSENSITIVE)
          .matcher(text)
          .find();
    }
  }

  /** A tool's record: its table, and an expression that tells a migration's name. */
  private record Tool(String table, String name) {}

  private static final List<Tool> TOOLS =
      List.of(
          new Tool("django_migrations", "app || '/migrations/' || name || '.py'"),
          new Tool("flyway_schema_history", "coalesce(script, '')"),
          new Tool("databasechangelog", "filename"),
          new Tool("alembic_version", "version_num"));

  /** No migrations ran. */
  public static final Migrations NONE = new Migrations(false, true, List.of());

  /** Migrations ran, and which is not known. */
  public static final Migrations UNKNOWN = new Migrations(true, false, List.of());

  /** Whether the table is a tool's record, whose rows tell of migrations. */
  static boolean isRecord(String table) {
    return TOOLS.stream().anyMatch(tool -> table.endsWith("." + tool.table()));
  }

  /**
   * Reads what ran.
   *
   * @param checkout of the new revision, where their files are
   */
  public static Migrations between(
      Database old, List<Table> before, Database now, List<Table> after, Path checkout) {
    for (Tool tool : TOOLS) {
      Optional<Table> record = find(after, tool);
      if (record.isPresent()) {
        var names = new ArrayList<>(now.texts(record.get(), tool.name()));
        find(before, tool).ifPresent(table -> old.texts(table, tool.name()).forEach(names::remove));
        return read(names, checkout);
      }
    }
    return UNKNOWN;
  }

  private static Optional<Table> find(List<Table> tables, Tool tool) {
    return tables.stream().filter(table -> table.name().endsWith("." + tool.table())).findFirst();
  }

  private static Migrations read(List<String> names, Path checkout) {
    var found = new ArrayList<Migration>();
    try (Stream<Path> all = Files.walk(checkout)) {
      List<Path> files =
          all.filter(file -> !file.toString().contains("/.git/"))
              .filter(Files::isRegularFile)
              .toList();
      for (String name : names) {
        Optional<Path> file = files.stream().filter(each -> fits(each, name)).findFirst();
        if (file.isPresent()) {
          found.add(
              new Migration(
                  name, new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the migrations in " + checkout, e);
    }
    return new Migrations(true, found.size() == names.size(), found);
  }

  /** By the path's end; Alembic's files begin with their version. */
  private static boolean fits(Path file, String name) {
    return file.endsWith(name)
        || (file.getFileName().toString().startsWith(name + "_")
            && file.toString().contains("versions"));
  }

  /** The first that names the table, and all of these words. */
  Optional<String> naming(String table, List<String> words) {
    return list.stream()
        .filter(migration -> namesTable(migration, table))
        .filter(migration -> words.stream().allMatch(word -> namesColumn(migration, word)))
        .map(Migration::name)
        .findFirst();
  }

  /**
   * With or without the schema. Frameworks leave an application's name away, too, and make a table
   * that joins two others from the names of both.
   */
  private static boolean namesTable(Migration migration, String table) {
    String name = table.substring(table.indexOf('.') + 1);
    String ownName = name.substring(name.indexOf('_') + 1);
    return migration.names(name)
        || migration.names(ownName)
        || Stream.of(ownName.split("_")).allMatch(migration::names);
  }

  private static boolean namesColumn(Migration migration, String column) {
    return migration.names(column)
        || (column.toLowerCase(Locale.ROOT).endsWith("_id")
            && migration.names(column.substring(0, column.length() - 3)));
  }
}
