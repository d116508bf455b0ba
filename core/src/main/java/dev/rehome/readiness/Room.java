package dev.rehome.readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Bytes needed and free where something will be for a while. */
public record Room(String what, Path where, long needed, long free) {
  /**
   * Looks at a disk of this machine.
   *
   * @param place need not be there yet
   */
  public static Room at(Path place, long needed, String what) {
    Path there = place.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return new Room(what, there, needed, Files.getFileStore(there).getUsableSpace());
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot see how much room is in " + there + ": " + e.getMessage(), e);
    }
  }

  /** Whether it is enough. */
  public Findings findings() {
    return Findings.problemUnless(
        free >= needed,
        String.format(
            Locale.ROOT,
            "too little room for %s in %s: %d MiB are needed, %d MiB are free",
            what,
            where,
            needed >> 20,
            free >> 20));
  }
}
