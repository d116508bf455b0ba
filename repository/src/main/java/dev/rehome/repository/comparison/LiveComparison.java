package dev.rehome.repository.comparison;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Crew;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Metadata;
import dev.rehome.repository.filesystem.OpenFile;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import dev.rehome.repository.progress.Meter;
import java.io.EOFException;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Compares a tree with a live folder, reading every byte of it; the tree is the side before. */
public final class LiveComparison {
  private final Blobs blobs;
  private final Consumer<Difference> each;
  private final Predicate<RawPath> meant;
  private final Owners owners;
  private final Meter meter;
  private final Cancellation cancellation;

  /** Of everything that is in the folder, with the owners' numbers as they were stored. */
  public LiveComparison(
      Blobs blobs, Consumer<Difference> each, Meter meter, Cancellation cancellation) {
    this(blobs, each, path -> true, Owners.AS_STORED, meter, cancellation);
  }

  /**
   * The same of a part.
   *
   * @param meant what counts as added; the rest of what the tree does not have is passed over
   */
  public LiveComparison(
      Blobs blobs,
      Consumer<Difference> each,
      Predicate<RawPath> meant,
      Owners owners,
      Meter meter,
      Cancellation cancellation) {
    this.meant = meant;
    this.owners = owners;
    this.blobs = blobs;
    this.each = each;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /** Several files are read at once; what differs is told in the order of their names. */
  public void compare(Id tree, RawPath folder) {
    try (var crew = new Crew()) {
      folder(tree, folder, crew);
    }
  }

  private void folder(Id tree, RawPath folder, Crew crew) {
    var nodes = new HashMap<RawName, Node>();
    blobs.tree(tree).nodes().forEach(node -> nodes.put(node.name(), owners.of(node)));
    var names = new TreeSet<>(nodes.keySet());
    try {
      names.addAll(Folder.names(folder));
    } catch (SystemException e) {
      each.accept(unreadable(folder, e));
    }
    var found = new ConcurrentHashMap<RawName, Difference>();
    crew.each(
        nodes.values().stream().filter(Node::isFile).toList(),
        node -> entry(folder, node).ifPresent(difference -> found.put(node.name(), difference)));
    for (RawName name : names) {
      cancellation.check();
      Node node = nodes.get(name);
      if (node == null) {
        added(folder.resolve(name));
      } else if (node.isFile()) {
        Optional.ofNullable(found.get(name)).ifPresent(each);
      } else {
        Optional<Difference> differing = entry(folder, node);
        differing.ifPresent(each);
        if (node.isDirectory() && differing.filter(LiveComparison::noFolder).isEmpty()) {
          folder(node.subtree().orElseThrow(), folder.resolve(name), crew);
        }
      }
    }
  }

  private static boolean noFolder(Difference difference) {
    return difference.kind() != Difference.Kind.METADATA;
  }

  private static Difference unreadable(RawPath path, SystemException e) {
    return e.absent()
        ? new Difference(path, Difference.Kind.REMOVED, "")
        : new Difference(path, Difference.Kind.UNREADABLE, String.valueOf(e.getMessage()));
  }

  private void added(RawPath path) {
    if (!meant.test(path)) {
      return;
    }
    try {
      FileStatus status = Folder.status(path);
      if (status.type() == NodeType.OTHER) {
        return; // sockets are never stored
      }
      each.accept(new Difference(path, Difference.Kind.ADDED, ""));
      if (status.type() == NodeType.DIRECTORY) {
        for (RawName name : Folder.names(path)) {
          added(path.resolve(name));
        }
      }
    } catch (SystemException e) {
      each.accept(unreadable(path, e));
    }
  }

  /** What is not the same there, without what is below it. */
  private Optional<Difference> entry(RawPath folder, Node node) {
    cancellation.check();
    RawPath path = folder.resolve(node.name());
    try {
      FileStatus status = Folder.status(path);
      if (status.type() != node.type()) {
        return Optional.of(new Difference(path, Difference.Kind.TYPE, ""));
      }
      if (node.isFile() && !sameContent(path, node)) {
        return Optional.of(new Difference(path, Difference.Kind.CONTENT, ""));
      }
      String metadata = NodeComparison.metadata(node, Metadata.read(path, node.name(), status));
      return metadata.isEmpty()
          ? Optional.empty()
          : Optional.of(new Difference(path, Difference.Kind.METADATA, metadata));
    } catch (SystemException e) {
      return Optional.of(unreadable(path, e));
    }
  }

  private boolean sameContent(RawPath path, Node node) throws SystemException {
    meter.file();
    try (OpenFile file = OpenFile.forReading(path)) {
      if (file.status().size() != node.size()) {
        return false;
      }
      long offset = 0;
      for (Id id : node.content()) {
        cancellation.check();
        int length = blobs.locate(BlobType.DATA, id).blob().plainLength();
        byte[] bytes = new byte[length];
        file.readAt(offset, bytes, length);
        if (!Id.hash(bytes).equals(id)) {
          return false;
        }
        offset += length;
        meter.bytes(length);
      }
      return offset == node.size();
    } catch (EOFException e) {
      return false;
    }
  }
}
