package dev.rehome.world;

import dev.rehome.backup.FileStores;
import dev.rehome.files.FileMark;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileSetIdentity;
import dev.rehome.files.FileStore;
import dev.rehome.files.FolderDemand;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.comparison.Difference;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.format.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Files of whatever stack is at their root. */
final class SimulatedFiles implements FileStores, FileStore {
  private final Invocation by;
  private final World world;

  SimulatedFiles(Invocation by) {
    this.by = by;
    this.world = by.world;
  }

  @Override
  public FileStore of(Optional<String> host) {
    return this;
  }

  @Override
  public void close() {}

  private <T> T call(String what, Supplier<T> act) {
    return by.call("Files." + what, Trouble.NETWORK, act);
  }

  private Environment environment(String root) {
    for (Environment each : world.environments.values()) {
      if (each.files != null && each.files.root.equals(root)) {
        return each;
      }
    }
    throw Trouble.NETWORK.of("there is no folder " + root);
  }

  private boolean isThere(String root) {
    return world.environments.values().stream()
        .anyMatch(each -> each.files != null && each.files.root.equals(root));
  }

  private FileTree tree(String root) {
    return Objects.requireNonNull(environment(root).files);
  }

  /** What a set holds now. */
  Map<String, String> content(FileSet set) {
    return call("store", () -> Map.copyOf(tree(set.root()).files));
  }

  private Map<String, String> stored(Id tree) {
    return Objects.requireNonNull(world.repository.trees.get(tree));
  }

  @Override
  public Stored store(FileSet set, Optional<Id> before, List<String> tags) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Restored restore(Id tree, String fromRoot, Target to) {
    return call(
        "restore",
        () -> {
          Environment environment = environment(to.folder().path());
          FileTree there = tree(to.folder().path());
          if (!FolderDemand.of(to.folder()).madeSince(identified(there))) {
            refuseToOverwrite(there, stored(tree));
          }
          world.guard.changes(by, environment, "restore files");
          environment.restoring = true;
          long written = 0;
          for (Map.Entry<String, String> each : stored(tree).entrySet()) {
            String old = there.files.get(each.getKey());
            if (!each.getValue().equals(old)) {
              if (old != null) {
                world.guard.lost(
                    environment, there.id, each.getKey() + "=" + old, "restoring files");
              }
              there.write(each.getKey(), each.getValue());
              written++;
              by.halfWay();
            }
          }
          return new Restored(written, List.of(), List.of());
        });
  }

  /** As the agent does where a folder stood before: nothing of it may be overwritten. */
  private static void refuseToOverwrite(FileTree there, Map<String, String> stored) {
    List<String> lost =
        stored.keySet().stream()
            .filter(there.files::containsKey)
            .filter(path -> !Objects.equals(stored.get(path), there.files.get(path)))
            .toList();
    if (!lost.isEmpty()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.CONFLICT,
          there.root + " was not made for the new stack, and holds " + lost,
          "nothing was written there",
          "move it aside");
    }
  }

  @Override
  public Compared compare(Id tree, String fromRoot, FileSet now, Owners owners) {
    return call(
        "compare",
        () -> {
          Map<String, String> stored = stored(tree);
          if (!isThere(now.root())) {
            return new Compared(
                List.of(new Differing(now.root(), Difference.Kind.REMOVED, "")), List.of());
          }
          Map<String, String> there = tree(now.root()).files;
          var differing = new ArrayList<Differing>();
          var extra = new ArrayList<Differing>();
          stored.forEach(
              (path, content) -> {
                String other = there.get(path);
                if (other == null) {
                  differing.add(new Differing(path, Difference.Kind.REMOVED, ""));
                } else if (!other.equals(content)) {
                  differing.add(new Differing(path, Difference.Kind.CONTENT, ""));
                }
              });
          there.keySet().stream()
              .filter(path -> !stored.containsKey(path))
              .forEach(path -> extra.add(new Differing(path, Difference.Kind.ADDED, "")));
          return new Compared(differing, extra);
        });
  }

  @Override
  public Stored storeOutput(List<String> command, String name, List<String> tags) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Restored feed(Id tree, String name, List<String> command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSetIdentity identity(FileSet set) {
    return call(
        "identity",
        () ->
            isThere(set.root())
                ? identified(tree(set.root()))
                : new FileSetIdentity("world", 1, 0, List.of()));
  }

  /** Its number begins with the second of its making. */
  private FileSetIdentity identified(FileTree tree) {
    Instant now = world.instant();
    var entry = new FileSetIdentity.Entry(tree.root, 1, tree.id, (tree.id >>> 32) * 1_000_000_000L);
    return new FileSetIdentity(
        "world", now.getEpochSecond() * 1_000_000_000L + now.getNano(), 0, List.of(entry));
  }

  @Override
  public FileMark mark(FileSet set) {
    return call(
        "mark",
        () -> {
          if (!isThere(set.root())) {
            return new FileMark("unreadable at " + world.nextId());
          }
          Environment environment = environment(set.root());
          environment.marked = world.calls();
          environment.markedAt = world.now();
          by.markedFiles = environment;
          FileTree tree = tree(set.root());
          return new FileMark(tree.id + ":" + tree.counter);
        });
  }
}
