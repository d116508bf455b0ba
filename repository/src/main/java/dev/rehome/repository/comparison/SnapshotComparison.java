package dev.rehome.repository.comparison;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.RawName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares two trees; equal subtrees are passed over without being read. */
public final class SnapshotComparison {
  private final Blobs blobs;
  private final Consumer<Difference> each;
  private final Cancellation cancellation;

  public SnapshotComparison(Blobs blobs, Consumer<Difference> each, Cancellation cancellation) {
    this.blobs = blobs;
    this.each = each;
    this.cancellation = cancellation;
  }

  public void compare(Id before, Id after) {
    folder(RawPath.ROOT, Optional.of(before), Optional.of(after));
  }

  private record Sides(@Nullable Node before, @Nullable Node after) {}

  private void folder(RawPath path, Optional<Id> before, Optional<Id> after) {
    cancellation.check();
    if (before.equals(after)) {
      return;
    }
    var names = new TreeMap<RawName, Sides>();
    before.ifPresent(
        id ->
            blobs.tree(id).nodes().forEach(node -> names.put(node.name(), new Sides(node, null))));
    after.ifPresent(
        id ->
            blobs
                .tree(id)
                .nodes()
                .forEach(
                    node ->
                        names.merge(
                            node.name(),
                            new Sides(null, node),
                            (one, two) -> new Sides(one.before(), two.after()))));
    for (Map.Entry<RawName, Sides> entry : names.entrySet()) {
      entry(path.resolve(entry.getKey()), entry.getValue().before(), entry.getValue().after());
    }
  }

  private void entry(RawPath path, @Nullable Node before, @Nullable Node after) {
    if (before == null) {
      each.accept(new Difference(path, Difference.Kind.ADDED, ""));
    } else if (after == null) {
      each.accept(new Difference(path, Difference.Kind.REMOVED, ""));
    } else if (before.type() != after.type()) {
      each.accept(new Difference(path, Difference.Kind.TYPE, ""));
    } else if (before.isFile() && !before.content().equals(after.content())) {
      each.accept(new Difference(path, Difference.Kind.CONTENT, ""));
    } else {
      String metadata = NodeComparison.metadata(before, after);
      if (!metadata.isEmpty()) {
        each.accept(new Difference(path, Difference.Kind.METADATA, metadata));
      }
    }
    Optional<Id> subtreeBefore = Optional.ofNullable(before).flatMap(Node::subtree);
    Optional<Id> subtreeAfter = Optional.ofNullable(after).flatMap(Node::subtree);
    if (subtreeBefore.isPresent() || subtreeAfter.isPresent()) {
      folder(path, subtreeBefore, subtreeAfter);
    }
  }
}
