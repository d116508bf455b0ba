package dev.rehome.repository.filesystem;

import dev.rehome.repository.format.NodeType;

/**
 * What the kernel says of a file without looking into it; a link is not followed.
 *
 * @param mode type and permission bits as in {@code st_mode}
 * @param size in bytes
 * @param mtime content changed, seconds since 1970
 * @param ctime content or metadata changed, seconds since 1970
 * @param device where the file lies, as {@code st_dev}
 * @param deviceNumber of a device node, as {@code st_rdev}
 * @param born made, seconds since 1970; 0 with no nanoseconds where the file system does not tell
 */
public record FileStatus(
    int mode,
    long uid,
    long gid,
    long size,
    long mtime,
    int mtimeNanos,
    long ctime,
    int ctimeNanos,
    long inode,
    long links,
    long device,
    long deviceNumber,
    long born,
    int bornNanos) {
  static final int S_IFMT = 0170000;
  static final int S_IFSOCK = 0140000;
  static final int S_IFLNK = 0120000;
  static final int S_IFREG = 0100000;
  static final int S_IFBLK = 0060000;
  static final int S_IFDIR = 0040000;
  static final int S_IFCHR = 0020000;
  static final int S_IFIFO = 0010000;

  public NodeType type() {
    return switch (mode & S_IFMT) {
      case S_IFREG -> NodeType.FILE;
      case S_IFDIR -> NodeType.DIRECTORY;
      case S_IFLNK -> NodeType.SYMLINK;
      case S_IFBLK -> NodeType.BLOCK_DEVICE;
      case S_IFCHR -> NodeType.CHARACTER_DEVICE;
      case S_IFIFO -> NodeType.FIFO;
      default -> NodeType.OTHER;
    };
  }

  /** The permission bits with setuid, setgid and sticky, 0 to 07777. */
  public int permissions() {
    return mode & 07777;
  }

  /** Whether the content may have changed between two looks at one file. */
  public boolean sameContentAs(FileStatus other) {
    return size == other.size
        && mtime == other.mtime
        && mtimeNanos == other.mtimeNanos
        && ctime == other.ctime
        && ctimeNanos == other.ctimeNanos
        && inode == other.inode;
  }
}
