package dev.rehome.repository;

import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.RawName;
import dev.rehome.repository.format.Snapshot;
import java.util.function.Predicate;

/**
 * A snapshot, or a folder in one, as a person writes it: {@code ID}, {@code latest}, or {@code
 * ID:/folder}.
 */
public record Selection(Snapshots.Saved snapshot, Id tree) {
  public static Selection of(Repository repository, String text, Predicate<Snapshot> wanted) {
    int colon = text.indexOf(':');
    Snapshots.Saved saved =
        repository.snapshots().find(colon < 0 ? text : text.substring(0, colon), wanted);
    Id tree = saved.snapshot().tree();
    if (colon >= 0) {
      for (String name : text.substring(colon + 1).split("/")) {
        tree = name.isEmpty() ? tree : below(repository, tree, name, text);
      }
    }
    return new Selection(saved, tree);
  }

  private static Id below(Repository repository, Id tree, String name, String text) {
    RawName wanted = RawName.of(name);
    return repository.blobs().tree(tree).nodes().stream()
        .filter(node -> node.isDirectory() && node.name().equals(wanted))
        .findFirst()
        .flatMap(Node::subtree)
        .orElseThrow(
            () ->
                new RepositoryFailure(
                    RepositoryFailure.Reason.BAD_INPUT,
                    "the snapshot has no folder \"" + name + "\" as in " + text,
                    "nothing was changed",
                    "rehome repository ls LOCATION SNAPSHOT    lists what is in it"));
  }
}
