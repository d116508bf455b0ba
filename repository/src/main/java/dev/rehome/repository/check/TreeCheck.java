package dev.rehome.repository.check;

import dev.rehome.repository.BlobIndex;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import java.util.HashSet;
import java.util.Set;

/**
 * Goes through the trees of snapshots, each tree once, and sees that everything they need can be
 * found.
 */
final class TreeCheck {
  private final Blobs blobs;
  private final Problems problems;
  private final Cancellation cancellation;
  private final Set<Id> trees = new HashSet<>();
  private final Set<Id> data = new HashSet<>();

  TreeCheck(Blobs blobs, Problems problems, Cancellation cancellation) {
    this.blobs = blobs;
    this.problems = problems;
    this.cancellation = cancellation;
  }

  void check(String snapshot, Id root) {
    tree(snapshot, RawPath.ROOT, root);
  }

  /** How many blobs of the index the snapshots need. */
  long used() {
    return trees.stream().filter(id -> blobs.index().has(BlobType.TREE, id)).count()
        + data.stream().filter(id -> blobs.index().has(BlobType.DATA, id)).count();
  }

  private void tree(String snapshot, RawPath path, Id id) {
    cancellation.check();
    if (!trees.add(id)) {
      return;
    }
    try {
      blobs.tree(id).nodes().forEach(node -> node(snapshot, path.resolve(node.name()), node));
    } catch (RepositoryFailure e) {
      if (e.reason() != RepositoryFailure.Reason.DAMAGED) {
        throw e;
      }
      problems.add(
          file(id), "the folder " + path + " of " + snapshot + " is lost: " + e.whatHappened());
    }
  }

  private String file(Id tree) {
    return blobs
        .index()
        .find(BlobType.TREE, tree)
        .map(BlobIndex.Location::pack)
        .map(Check::path)
        .orElse("");
  }

  private void node(String snapshot, RawPath path, Node node) {
    if (node.isFile()) {
      file(snapshot, path, node);
    }
    node.subtree().ifPresent(subtree -> tree(snapshot, path, subtree));
  }

  private void file(String snapshot, RawPath path, Node node) {
    long size = 0;
    for (Id blob : node.content()) {
      data.add(blob);
      var location = blobs.index().find(BlobType.DATA, blob);
      if (location.isEmpty()) {
        problems.add(
            "",
            "the file "
                + path
                + " of "
                + snapshot
                + " is lost: no index file names its blob "
                + blob);
        return;
      }
      size += location.get().blob().plainLength();
    }
    if (size != node.size()) {
      problems.add(
          "",
          "the file "
              + path
              + " of "
              + snapshot
              + " should have "
              + node.size()
              + " bytes; its blobs have "
              + size);
    }
  }
}
