package dev.rehome.database.postgres;

import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import dev.rehome.database.Inventory.Sequence;
import dev.rehome.database.Inventory.Table;
import dev.rehome.database.Moment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes an inventory: several connections read tables, the largest first. */
record InventoryTaking(Connections connections, Tools tools, int jobs) {
  Inventory take(Moment moment, Identity identity) {
    try (Connection connection = connections.open()) {
      Map<String, Long> before = InventoryQueries.sequences(connection);
      InventoryQueries.enter(connection, moment.snapshot());
      var queue = new ConcurrentLinkedQueue<>(InventoryQueries.tables(connection));
      CompletableFuture<String> schema =
          CompletableFuture.supplyAsync(() -> schema(moment), Thread::startVirtualThread);
      List<Table> tables = read(queue, moment);
      Table largeObjects = InventoryQueries.largeObjects(connection);
      if (largeObjects.rows() > 0) {
        tables.add(largeObjects);
      }
      tables.sort(Comparator.comparing(Table::name));
      return new Inventory(
          identity,
          tools.serverVersion(),
          InventoryQueries.encoding(connection),
          tables,
          sequences(before),
          SchemaEntries.of(schema.join()),
          Set.copyOf(Globals.roles(connection)),
          Globals.read(connection),
          Owners.read(connection));
    } catch (SQLException e) {
      throw connections.failed("taking the inventory", e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private List<Sequence> sequences(Map<String, Long> before) throws SQLException {
    try (Connection connection = connections.open()) {
      Map<String, Long> after = InventoryQueries.sequences(connection);
      var all = new ArrayList<Sequence>();
      after.forEach(
          (name, value) -> all.add(new Sequence(name, before.getOrDefault(name, value), value)));
      return all;
    }
  }

  private List<Table> read(ConcurrentLinkedQueue<InventoryQueries.Found> queue, Moment moment) {
    List<CompletableFuture<List<Table>>> readers = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      readers.add(
          CompletableFuture.supplyAsync(() -> drain(queue, moment), Thread::startVirtualThread));
    }
    var tables = new ArrayList<Table>();
    readers.forEach(reader -> tables.addAll(reader.join()));
    return tables;
  }

  private List<Table> drain(ConcurrentLinkedQueue<InventoryQueries.Found> queue, Moment moment) {
    var tables = new ArrayList<Table>();
    InventoryQueries.Found next = queue.poll();
    if (next == null) {
      return tables;
    }
    try (Connection connection = connections.open()) {
      InventoryQueries.enter(connection, moment.snapshot());
      for (; next != null; next = queue.poll()) {
        tables.add(InventoryQueries.digest(connection, next));
      }
      return tables;
    } catch (SQLException e) {
      throw connections.failed(
          "reading " + (next == null ? "the tables" : "table " + next.name()), e);
    }
  }

  private String schema(Moment moment) {
    return tools
        .run(tools.program("pg_dump").and("--schema-only", "--snapshot=" + moment.snapshot()))
        .output();
  }
}
