package dev.rehome.repository.backup;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.RawName;
import dev.rehome.repository.format.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The trees of the snapshot before, which tell what has changed. The next folders' are read while
 * the walker is in one.
 */
final class Parent implements AutoCloseable {
  private static final int AHEAD = 2;
  private static final int MOST_WAITING = 16; // of folders that are gone, nobody asks for them

  private final Blobs blobs;
  private final Map<Id, CompletableFuture<Folder>> coming = new ConcurrentHashMap<>();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

  Parent(Blobs blobs) {
    this.blobs = blobs;
  }

  /** What a folder held; nothing, if it was not there or its tree is lost. */
  record Folder(Optional<Id> tree, Map<RawName, Node> nodes, Map<Id, Id> nextSubtree) {
    private static final Folder NONE = new Folder(Optional.empty(), Map.of(), Map.of());

    private static Folder of(Id id, Tree tree) {
      var nodes = new HashMap<RawName, Node>(2 * tree.nodes().size());
      tree.nodes().forEach(node -> nodes.put(node.name(), node));
      List<Id> subtrees =
          tree.nodes().stream().flatMap(node -> node.subtree().stream()).distinct().toList();
      var next = new HashMap<Id, Id>();
      for (int i = 1; i < subtrees.size(); i++) {
        next.put(subtrees.get(i - 1), subtrees.get(i));
      }
      return new Folder(Optional.of(id), nodes, next);
    }

    Optional<Node> node(RawName name) {
      return Optional.ofNullable(nodes.get(name));
    }

    /** The same entries in every respect: then the tree is that one. */
    boolean holds(Tree now) {
      return now.nodes().size() == nodes.size()
          && now.nodes().stream().allMatch(node -> node.equals(nodes.get(node.name())));
    }
  }

  Folder folder(Optional<Id> tree) {
    return tree.filter(id -> blobs.index().has(BlobType.TREE, id))
        .map(
            id -> {
              CompletableFuture<Folder> ahead = coming.remove(id);
              return ahead == null ? load(id) : ahead.join();
            })
        .orElse(Folder.NONE);
  }

  /** Has the trees read that come after this one of a folder. */
  void readAhead(Folder folder, Id tree) {
    if (coming.size() > MOST_WAITING) {
      coming.clear();
    }
    Stream.iterate(tree, Objects::nonNull, folder.nextSubtree()::get)
        .skip(1)
        .limit(AHEAD)
        .filter(id -> blobs.index().has(BlobType.TREE, id))
        .forEach(
            id ->
                coming.computeIfAbsent(
                    id, next -> CompletableFuture.supplyAsync(() -> load(next), reader)));
  }

  private Folder load(Id id) {
    return Folder.of(id, blobs.tree(id));
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
