package dev.rehome.repository.backend;

import java.util.regex.Pattern;

/**
 * The name of one file of a repository: its kind, and within the kind the SHA-256 of its bytes in
 * 64 hexadecimal digits. There is one {@link Kind#CONFIG}, which has no such value.
 */
public record Name(Kind kind, String value) implements Comparable<Name> {
  public static final Name CONFIG = new Name(Kind.CONFIG, "config");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /**
   * The kinds of files in a restic repository; {@code folder} is where restic's layout puts them.
   */
  public enum Kind {
    CONFIG(""),
    KEY("keys"),
    LOCK("locks"),
    SNAPSHOT("snapshots"),
    INDEX("index"),
    PACK("data"),
    /** Rehome's own, which restic passes over: who redeploys which stack. */
    STACK_LOCK("stack-locks"),
    /** Rehome's own: copies of the journals of runs. */
    STACK_JOURNAL("stack-journals");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }

    public String folder() {
      return folder;
    }
  }

  public Name {
    if (kind == Kind.CONFIG ? !value.equals("config") : !isId(value)) {
      throw new IllegalArgumentException("not the name of a " + kind + ": " + value);
    }
  }

  /** Whether {@code value} can name a file of any kind but the configuration. */
  public static boolean isId(String value) {
    return ID.matcher(value).matches();
  }

  /**
   * Where the file lies below the repository's root, in restic's default layout, with {@code /}
   * between folders.
   */
  public String path() {
    return switch (kind) {
      case CONFIG -> value;
      case PACK -> kind.folder + "/" + value.substring(0, 2) + "/" + value;
      case KEY, LOCK, SNAPSHOT, INDEX, STACK_LOCK, STACK_JOURNAL -> kind.folder + "/" + value;
    };
  }

  @Override
  public int compareTo(Name other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return path();
  }
}
