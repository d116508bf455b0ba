package dev.rehome.repository.comparison;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
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
import java.util.TreeSet;
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

  public void compare(Id tree, RawPath folder) {
    var nodes = new HashMap<RawName, Node>();
    blobs.tree(tree).nodes().forEach(node -> nodes.put(node.name(), node));
    var names = new TreeSet<>(nodes.keySet());
    try {
      names.addAll(Folder.names(folder));
    } catch (SystemException e) {
      unreadable(folder, e);
    }
    for (RawName name : names) {
      cancellation.check();
      RawPath path = folder.resolve(name);
      try {
        Node node = nodes.get(name);
        if (node != null) {
          entry(path, owners.of(node));
        } else if (meant.test(path)) {
          added(path);
        }
      } catch (SystemException e) {
        unreadable(path, e);
      }
    }
  }

  private void unreadable(RawPath path, SystemException e) {
    each.accept(
        e.absent()
            ? new Difference(path, Difference.Kind.REMOVED, "")
            : new Difference(path, Difference.Kind.UNREADABLE, String.valueOf(e.getMessage())));
  }

  private void added(RawPath path) throws SystemException {
    FileStatus status = Folder.status(path);
    if (status.type() == NodeType.OTHER) {
      return; // sockets are never stored
    }
    each.accept(new Difference(path, Difference.Kind.ADDED, ""));
    if (status.type() == NodeType.DIRECTORY) {
      for (RawName name : Folder.names(path)) {
        if (meant.test(path.resolve(name))) {
          added(path.resolve(name));
        }
      }
    }
  }

  private void entry(RawPath path, Node node) throws SystemException {
    FileStatus status = Folder.status(path);
    if (status.type() != node.type()) {
      each.accept(new Difference(path, Difference.Kind.TYPE, ""));
      return;
    }
    if (node.isFile() && !sameContent(path, node)) {
      each.accept(new Difference(path, Difference.Kind.CONTENT, ""));
    } else {
      String metadata = NodeComparison.metadata(node, Metadata.read(path, node.name(), status));
      if (!metadata.isEmpty()) {
        each.accept(new Difference(path, Difference.Kind.METADATA, metadata));
      }
    }
    if (node.isDirectory()) {
      compare(node.subtree().orElseThrow(), path);
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
