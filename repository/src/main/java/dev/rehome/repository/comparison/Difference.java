package dev.rehome.repository.comparison;

import dev.rehome.repository.filesystem.RawPath;

/** One entry that is not the same on both sides. */
public record Difference(RawPath path, Kind kind, String detail) {
  /**
   * How it differs; {@code sign} is what stands before the path in a listing, as restic prints it.
   */
  public enum Kind {
    ADDED("+"),
    REMOVED("-"),
    CONTENT("M"),
    METADATA("U"),
    TYPE("T"),
    /** It could not be compared, which never counts as equal. */
    UNREADABLE("?");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }
}
