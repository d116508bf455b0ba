package dev.rehome.backup;

import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.repository.comparison.SnapshotComparison;
import dev.rehome.repository.format.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What differs between two backups: a line for each table, definition, sequence, file. */
public record BackupComparison(StackRepository repository) {
  public List<String> differences(SavedBackup before, SavedBackup after) {
    List<String> differences =
        databases(before.inventory().databases(), after.inventory().databases());
    List<FilesPart> one = before.document().files();
    List<FilesPart> two = after.document().files();
    for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
      if (i >= one.size() || i >= two.size()) {
        FilesPart part = i < one.size() ? one.get(i) : two.get(i);
        differences.add("files below " + part.set().root() + " are in one of the two backups only");
      } else {
        files(tree(before, one.get(i)), tree(after, two.get(i)), differences);
      }
    }
    return differences;
  }

  /** The same for databases alone, by the stack file's names. */
  public static List<String> databases(
      Map<String, Inventory> before, Map<String, Inventory> after) {
    var differences = new ArrayList<String>();
    var keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      Inventory one = before.get(key);
      Inventory two = after.get(key);
      if (one == null || two == null) {
        differences.add("database " + key + " is on one of the two sides only");
      } else {
        InventoryComparison.differences(one, two)
            .forEach(line -> differences.add("database " + key + ": " + line));
      }
    }
    return differences;
  }

  private Id tree(SavedBackup backup, FilesPart part) {
    return Subtrees.folder(repository.repository().blobs(), backup.tree(), part.place());
  }

  private void files(Id before, Id after, List<String> differences) {
    new SnapshotComparison(
            repository.repository().blobs(),
            difference -> differences.add(line(difference)),
            repository.cancellation())
        .compare(before, after);
  }

  /** One difference between files. */
  public static String line(Difference difference) {
    String detail = difference.detail().isEmpty() ? "" : "  (" + difference.detail() + ")";
    return "file " + difference.kind().sign() + " " + difference.path() + detail;
  }
}
