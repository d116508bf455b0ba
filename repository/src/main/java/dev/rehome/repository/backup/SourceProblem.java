package dev.rehome.repository.backup;

import dev.rehome.repository.filesystem.RawPath;

/** A file that could not be backed up as it should have been. */
public record SourceProblem(RawPath path, Kind kind, String detail) {
  /** What was wrong with it. */
  public enum Kind {
    /** It is not in the snapshot. */
    UNREADABLE,
    /** It was named by its folder and then gone; it is not in the snapshot. */
    VANISHED,
    /**
     * It was written to while it was read; the snapshot holds what was read, which may never have
     * been there at once.
     */
    CHANGED
  }

  @Override
  public String toString() {
    return switch (kind) {
      case UNREADABLE -> "cannot be read: " + detail;
      case VANISHED -> "vanished while the backup ran: " + path;
      case CHANGED -> "changed while it was read: " + path;
    };
  }
}
