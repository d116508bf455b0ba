package dev.rehome.world;

import dev.rehome.database.Global;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What databases hold, as inventories say it. */
final class Inventories {
  private static final Inventory.Encoding UTF8 = new Inventory.Encoding("UTF8", "C", "C");

  private Inventories() {}

  static Inventory of(Content content, long server, int version) {
    var schema = new TreeMap<String, String>();
    content.tables.values().forEach(each -> schema.put("TABLE " + each.name, "" + each.columns));
    var globals = new ArrayList<Global>();
    for (String role : content.connect) {
      globals.add(
          new Global(Global.Kind.DATABASE_PRIVILEGES, Optional.of(role), "", "CONNECT,TEMPORARY"));
    }
    if (!content.connect.contains("PUBLIC")) {
      globals.add(
          new Global(Global.Kind.DATABASE_PRIVILEGES, Optional.of("PUBLIC"), "", "TEMPORARY"));
    }
    return new Inventory(
        new Identity(server, content.number),
        version,
        UTF8,
        tables(content),
        List.of(),
        schema,
        Set.of(),
        globals,
        List.of());
  }

  /** Who may connect. */
  static List<String> connect(Inventory inventory) {
    return inventory.globals().stream()
        .filter(each -> each.kind() == Global.Kind.DATABASE_PRIVILEGES)
        .filter(each -> each.value().contains("CONNECT"))
        .map(each -> each.of().orElseThrow())
        .toList();
  }

  static List<Inventory.Table> tables(Content content) {
    return content.tables.values().stream().map(Inventories::table).toList();
  }

  private static Inventory.Table table(Table table) {
    var columns = new ArrayList<Inventory.Column>();
    columns.add(new Inventory.Column(1, "id", "text"));
    for (String column : table.columns) {
      columns.add(new Inventory.Column(columns.size() + 1, column, "text"));
    }
    List<String> names = columns.stream().map(Inventory.Column::name).toList();
    return new Inventory.Table(
        table.number,
        table.name,
        Inventory.Kind.TABLE,
        table.rows.size(),
        table.digest(names),
        columns,
        List.of("id"));
  }

  static Table table(Content content, long number) {
    for (Map.Entry<String, Table> each : content.tables.entrySet()) {
      if (each.getValue().number == number) {
        return each.getValue();
      }
    }
    throw new IllegalArgumentException("no table " + number);
  }
}
