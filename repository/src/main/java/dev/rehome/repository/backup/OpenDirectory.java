package dev.rehome.repository.backup;

import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A directory whose entries are still arriving, from the walker and from the workers. When the
 * walker has named them all and the last has arrived, its tree is complete; so nobody ever waits
 * for a directory.
 */
final class OpenDirectory {
  private final Consumer<Tree> whenComplete;
  private final List<Node> nodes = new ArrayList<>();
  private int awaited = 1; // the walker itself, until it has named everything

  OpenDirectory(Consumer<Tree> whenComplete) {
    this.whenComplete = whenComplete;
  }

  /** One more entry will arrive, or fail to. */
  synchronized void await() {
    awaited++;
  }

  /** An entry that was not announced. */
  synchronized void add(Node node) {
    nodes.add(node);
  }

  /** An announced entry. */
  void arrive(Node node) {
    add(node);
    arriveWithout();
  }

  /** An announced entry could not be read, or the walker has named everything. */
  void arriveWithout() {
    boolean complete;
    synchronized (this) {
      complete = --awaited == 0;
    }
    if (complete) {
      whenComplete.accept(Tree.of(nodes));
    }
  }
}
