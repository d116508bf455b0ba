package dev.rehome.backup;

import dev.rehome.database.Inventory;
import java.util.Map;

/**
 * {@code /inventory.json}: what the state is. Files are named by the snapshot's own trees.
 *
 * @param secrets fingerprints of what must not change, by name; backups of before have none
 */
public record StackInventory(
    int version, Map<String, Inventory> databases, Map<String, String> secrets) {
  public static final int VERSION = 3;

  public StackInventory {
    databases = Map.copyOf(databases);
    secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
  }

  public long tables() {
    return databases.values().stream().mapToLong(each -> each.tables().size()).sum();
  }

  public long rows() {
    return databases.values().stream().mapToLong(Inventory::rows).sum();
  }
}
