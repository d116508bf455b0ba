package dev.rehome.repository.backup;

import dev.rehome.repository.format.Id;
import java.util.Optional;

/**
 * Something stored earlier, perhaps from another machine, and where it is to stand below a common
 * root.
 *
 * @param place path below the root, names separated by slashes, for example {@code files/api}
 * @param tree the tree that becomes the content of the folder at {@code place}
 * @param file if present, the one file of that tree which is to stand at {@code place} itself
 * @param anchor the snapshot that kept the part from being pruned until now
 */
public record Part(String place, Id tree, Optional<String> file, Optional<Id> anchor) {
  public Part {
    if (place.isEmpty() || place.startsWith("/") || place.endsWith("/") || place.contains("//")) {
      throw new IllegalArgumentException("not a place below the root: " + place);
    }
  }

  /** The content of a finished backup as the folder at {@code place}. */
  public static Part folder(String place, BackupResult stored) {
    return new Part(place, stored.tree(), Optional.empty(), Optional.of(stored.snapshot()));
  }

  /** The one file of a finished backup as the file at {@code place}. */
  public static Part file(String place, String name, BackupResult stored) {
    return new Part(place, stored.tree(), Optional.of(name), Optional.of(stored.snapshot()));
  }
}
