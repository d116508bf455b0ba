package dev.rehome.backup;

import dev.rehome.database.Inventory;
import java.util.Map;

/** {@code /inventory.json}: what the state is. Files are named by the snapshot's own trees. */
public record StackInventory(int version, Map<String, Inventory> databases) {
  public static final int VERSION = 3;

  public StackInventory {
    databases = Map.copyOf(databases);
  }

  public long tables() {
    return databases.values().stream().mapToLong(each -> each.tables().size()).sum();
  }

  public long rows() {
    return databases.values().stream().mapToLong(Inventory::rows).sum();
  }
}
