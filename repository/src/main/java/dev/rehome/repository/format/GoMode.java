package dev.rehome.repository.format;

/** Go's file mode bits, in which trees hold modes, and POSIX's. */
public final class GoMode {
  private static final long[][] SPECIAL = {{1L << 23, 04000}, {1L << 22, 02000}, {1L << 20, 01000}};

  private GoMode() {}

  /** From POSIX permission bits (0 to 07777) and the node's type. */
  public static long of(NodeType type, int permissions) {
    long mode = permissions & 0777;
    for (long[] bit : SPECIAL) {
      mode |= (permissions & bit[1]) != 0 ? bit[0] : 0;
    }
    return mode
        | switch (type) {
          case FILE, OTHER -> 0;
          case DIRECTORY -> 1L << 31;
          case SYMLINK -> 1L << 27;
          case BLOCK_DEVICE -> 1L << 26;
          case CHARACTER_DEVICE -> 1L << 26 | 1L << 21;
          case FIFO -> 1L << 25;
        };
  }

  /** The POSIX permission bits, 0 to 07777. */
  public static int permissions(long mode) {
    int permissions = (int) (mode & 0777);
    for (long[] bit : SPECIAL) {
      permissions |= (mode & bit[0]) != 0 ? (int) bit[1] : 0;
    }
    return permissions;
  }
}
