package dev.rehome.files;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Making;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;

/** What a set has and a stored tree has not. What the set excludes stays, and the folders of it. */
final class Excess {
  private final Blobs blobs;
  private final FileSet set;
  private final Predicate<RawPath> members;
  private final List<String> removed = new ArrayList<>();

  Excess(Blobs blobs, FileSet set) {
    this.blobs = blobs;
    this.set = set.real();
    this.members = this.set.members();
  }

  /**
   * Removes it.
   *
   * @param tree of the set's root
   */
  List<String> remove(Id tree) {
    RawPath root = RawPath.of(set.root());
    try {
      if (Folder.statusIfPresent(root).isPresent()) {
        folder(tree, root);
      }
    } catch (SystemException e) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.FAILED,
          "what is in excess below " + set + " cannot be removed: " + e.getMessage(),
          "what was stored is in the repository; nothing was restored yet",
          "see what stands in the way there");
    }
    return removed;
  }

  private void folder(Id tree, RawPath folder) throws SystemException {
    var nodes = new HashMap<RawName, Node>();
    blobs.tree(tree).nodes().forEach(node -> nodes.put(node.name(), node));
    for (RawName name : Folder.names(folder)) {
      RawPath path = folder.resolve(name);
      Node node = nodes.get(name);
      if (node == null) {
        clear(path);
      } else if (node.isDirectory() && Folder.status(path).type() == NodeType.DIRECTORY) {
        folder(node.subtree().orElseThrow(), path);
      }
    }
  }

  private void clear(RawPath path) throws SystemException {
    if (!members.test(path)) {
      return;
    }
    if (Folder.status(path).type() == NodeType.DIRECTORY) {
      for (RawName name : Folder.names(path)) {
        clear(path.resolve(name));
      }
      if (!Folder.names(path).isEmpty()) {
        return;
      }
      Making.removeFolder(path);
    } else {
      Making.remove(path);
    }
    removed.add(path.toString());
  }
}
