package dev.rehome.repository.restore;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.Tree;
import java.util.HashMap;
import java.util.Map;

/**
 * Goes through the part of a snapshot that is to be restored. It is gone through twice: once to
 * look for what is in the way, before anything is written, and once to restore.
 */
final class Plan {
  /** What is done at each entry. Folders are entered before and left after what is in them. */
  interface Visitor {
    void enter(RawPath path, Node directory);

    void file(RawPath path, Node file);

    void other(RawPath path, Node node);

    void leave(RawPath path, Node directory);

    /** The folder's tree cannot be read; what is below it is unknown. */
    void unreadable(RawPath path, RepositoryFailure why);
  }

  /** Bytes of trees that are kept for the second time; each may be a journey. */
  private static final int KEPT = 32 << 20;

  private final Map<Id, byte[]> kept = new HashMap<>();
  private int keptBytes;
  private final Blobs blobs;
  private final PathPatterns include;
  private final Owners owners;
  private final Cancellation cancellation;

  Plan(Blobs blobs, PathPatterns include, Owners owners, Cancellation cancellation) {
    this.blobs = blobs;
    this.include = include;
    this.owners = owners;
    this.cancellation = cancellation;
  }

  void visit(Id tree, RawPath target, Visitor visitor) {
    folder(tree, target, RawPath.ROOT, include.patterns().isEmpty(), visitor);
  }

  /**
   * Whether anything in the folder was wanted; one that only leads there is entered late, just
   * before it.
   */
  private void folder(Id tree, RawPath target, RawPath inside, boolean wanted, Visitor visitor) {
    Tree entries;
    try {
      entries = read(tree);
    } catch (RepositoryFailure e) {
      visitor.unreadable(target, e);
      return;
    }
    for (Node stored : entries.nodes()) {
      cancellation.check();
      Node node = owners.of(stored);
      RawPath path = target.resolve(node.name());
      RawPath at = inside.resolve(node.name());
      boolean chosen = wanted || include.match(at);
      switch (node.type()) {
        case DIRECTORY -> {
          if (chosen || leadsToWanted(node.subtree().orElseThrow(), at)) {
            visitor.enter(path, node);
            folder(node.subtree().orElseThrow(), path, at, chosen, visitor);
            visitor.leave(path, node);
          }
        }
        case FILE -> {
          if (chosen) {
            visitor.file(path, node);
          }
        }
        case SYMLINK, FIFO, BLOCK_DEVICE, CHARACTER_DEVICE -> {
          if (chosen) {
            visitor.other(path, node);
          }
        }
        case OTHER -> {} // sockets that restic kept
      }
    }
  }

  private Tree read(Id id) {
    byte[] json = kept.get(id);
    if (json == null) {
      json = blobs.load(BlobType.TREE, id);
      if (keptBytes + json.length <= KEPT) {
        kept.put(id, json);
        keptBytes += json.length;
      }
    }
    return Blobs.tree(id, json);
  }

  /** A folder that cannot be read may lead there, and is then told of. */
  private boolean leadsToWanted(Id tree, RawPath inside) {
    try {
      for (Node node : read(tree).nodes()) {
        RawPath at = inside.resolve(node.name());
        if (include.match(at)
            || (node.isDirectory() && leadsToWanted(node.subtree().orElseThrow(), at))) {
          return true;
        }
      }
      return false;
    } catch (RepositoryFailure e) {
      return true;
    }
  }
}
