package dev.rehome.repository.restore;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Making;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for things on the target that stand where the snapshot has something of another type;
 * writes nothing.
 */
final class Obstacles implements Plan.Visitor {
  private static final int SHOWN = 5;

  private final RestoreOptions options;
  private final List<String> found = new ArrayList<>();
  private final Set<String> missing = new TreeSet<>();
  private final Deque<Boolean> absent = new ArrayDeque<>(); // of the folders that were entered
  private final Map<Long, RawPath> fileSystems = new LinkedHashMap<>();
  private long bytes;

  Obstacles(RestoreOptions options) {
    this.options = options;
  }

  @Override
  public void enter(RawPath path, Node directory) {
    absent.push(!look(path, directory));
  }

  @Override
  public void file(RawPath path, Node file) {
    look(path, file);
    bytes += file.size();
  }

  @Override
  public void other(RawPath path, Node node) {
    look(path, node);
  }

  @Override
  public void leave(RawPath path, Node directory) {
    absent.pop();
  }

  @Override
  public void unreadable(RawPath path, RepositoryFailure why) {}

  /** Bytes of all files that are to be restored. */
  long bytes() {
    return bytes;
  }

  /** A folder that is there on each file system below the target, by their devices. */
  Map<Long, RawPath> fileSystems() {
    return fileSystems;
  }

  /** Whether something is there; below what is not there, nothing is. */
  private boolean look(RawPath path, Node node) {
    options.owners().missing(node).ifPresent(missing::add);
    if (Boolean.TRUE.equals(absent.peek())) {
      return false;
    }
    try {
      Optional<FileStatus> there = Folder.statusIfPresent(path);
      there
          .filter(status -> status.type() == NodeType.DIRECTORY)
          .ifPresent(status -> fileSystems.putIfAbsent(status.device(), path));
      if (there.isPresent()
          && there.get().type() != node.type()
          && !(options.replace() && removable(path, there.get()))) {
        found.add(
            path
                + " is a "
                + word(there.get().type())
                + ", the snapshot has a "
                + word(node.type()));
      }
      return there.isPresent();
    } catch (SystemException e) {
      found.add(String.valueOf(e.getMessage()));
      return true;
    }
  }

  private static boolean removable(RawPath path, FileStatus there) throws SystemException {
    return there.type() != NodeType.DIRECTORY || Folder.names(path).isEmpty();
  }

  /** Removes what is of another type; only called when it may be. */
  static void clear(RawPath path, FileStatus there) throws SystemException {
    if (there.type() == NodeType.DIRECTORY) {
      Making.removeFolder(path);
    } else {
      Making.remove(path);
    }
  }

  void refuse() {
    if (!missing.isEmpty()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.CONFLICT,
          "files belong to whom this machine does not have: " + String.join(", ", missing),
          "nothing was written",
          "make them there, or say with owner in the stack file who gets these files");
    }
    if (found.isEmpty()) {
      return;
    }
    int more = found.size() - SHOWN;
    throw new RepositoryFailure(
        RepositoryFailure.Reason.CONFLICT,
        String.join("; ", found.subList(0, Math.min(SHOWN, found.size())))
            + (more > 0 ? "; and " + more + " more" : ""),
        "nothing was written",
        "move these away, or restore to another --target",
        "--replace removes them instead, except folders that are not empty");
  }

  private static String word(NodeType type) {
    return switch (type) {
      case FILE -> "file";
      case DIRECTORY -> "folder";
      case SYMLINK -> "symbolic link";
      case FIFO -> "fifo";
      case BLOCK_DEVICE -> "block device";
      case CHARACTER_DEVICE -> "character device";
      case OTHER -> "socket";
    };
  }
}
