package dev.rehome.repository.filesystem;

import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;

/** Makes and removes what is not a regular file. */
public final class Making {
  private Making() {}

  /** Makes a folder that only its owner can use, until its metadata is written. */
  public static void folder(RawPath path) throws SystemException {
    Libc.makeFolder(path, 0700);
  }

  /**
   * Lets this user write to an existing file or folder of his own until its metadata is written;
   * root may without that.
   */
  public static void accessible(RawPath path, FileStatus there) throws SystemException {
    int needed = there.type() == NodeType.DIRECTORY ? 0700 : 0600;
    if (Accounts.ownUid() != 0 && (there.permissions() & needed) != needed) {
      Libc.changeMode(path, there.permissions() | needed);
    }
  }

  /** Makes the link, fifo or device that the node describes. */
  public static void special(RawPath path, Node node) throws SystemException {
    switch (node.type()) {
      case SYMLINK -> Libc.symlink(node.linkTarget().bytes(), path);
      case FIFO -> Libc.makeNode(path, FileStatus.S_IFIFO | 0600, 0);
      case BLOCK_DEVICE -> Libc.makeNode(path, FileStatus.S_IFBLK | 0600, node.device());
      case CHARACTER_DEVICE -> Libc.makeNode(path, FileStatus.S_IFCHR | 0600, node.device());
      case FILE, DIRECTORY, OTHER ->
          throw new IllegalArgumentException("not made here: " + node.type());
    }
  }

  /** Gives an existing file a second name. */
  public static void hardLink(RawPath existing, RawPath path) throws SystemException {
    Libc.link(existing, path);
  }

  /** Removes a name that is no folder's. */
  public static void remove(RawPath path) throws SystemException {
    Libc.unlink(path);
  }

  /** Removes an empty folder. */
  public static void removeFolder(RawPath path) throws SystemException {
    Libc.removeFolder(path);
  }
}
