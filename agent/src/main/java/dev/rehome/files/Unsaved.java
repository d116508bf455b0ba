package dev.rehome.files;

import dev.rehome.repository.Blobs;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.filesystem.FileStatus;
import dev.rehome.repository.filesystem.Folder;
import dev.rehome.repository.filesystem.Metadata;
import dev.rehome.repository.filesystem.OpenFile;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.filesystem.SystemException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds what a folder holds and stored trees do not: what would be lost if these were restored over
 * it. Empty folders hold nothing. A file that a restore was writing when it was killed holds bytes
 * of the stored one and zeros, and so nothing of its own.
 */
final class Unsaved {
  private final Blobs blobs;
  private final Cancellation cancellation;
  private final boolean trusting;
  private final Predicate<RawPath> beside;
  private final Predicate<FileStatus> counts;
  private final List<String> found = new ArrayList<>();

  /**
   * @param trusting whether files of the right size and time count as right
   * @param beside what counts of that which the trees have not
   * @param counts which entries can be somebody's work at all
   */
  Unsaved(
      Blobs blobs,
      Cancellation cancellation,
      boolean trusting,
      Predicate<RawPath> beside,
      Predicate<FileStatus> counts) {
    this.blobs = blobs;
    this.cancellation = cancellation;
    this.trusting = trusting;
    this.beside = beside;
    this.counts = counts;
  }

  /** The paths, for people. */
  List<String> below(RawPath folder, List<Id> trees) throws SystemException {
    if (Folder.statusIfPresent(folder).isPresent()) {
      folder(folder, trees);
    }
    return List.copyOf(found);
  }

  private void folder(RawPath folder, List<Id> trees) throws SystemException {
    Map<RawName, List<Node>> nodes = new HashMap<>();
    for (Id tree : trees) {
      for (Node node : blobs.tree(tree).nodes()) {
        nodes.computeIfAbsent(node.name(), name -> new ArrayList<>()).add(node);
      }
    }
    for (RawName name : Folder.names(folder)) {
      cancellation.check();
      RawPath path = folder.resolve(name);
      List<Node> stored = nodes.getOrDefault(name, List.of());
      FileStatus status = Folder.status(path);
      boolean isFolder = status.type() == NodeType.DIRECTORY;
      if (isFolder && stored.stream().anyMatch(Node::isDirectory)) {
        folder(path, stored.stream().flatMap(node -> node.subtree().stream()).toList());
      } else if (isFolder) {
        all(path, stored.isEmpty());
      } else if (counts.test(status)
          && (stored.isEmpty() ? beside.test(path) : !saved(path, name, status, stored))) {
        add(path, status);
      }
    }
  }

  private void all(RawPath folder, boolean notNamed) throws SystemException {
    for (RawName name : Folder.names(folder)) {
      RawPath path = folder.resolve(name);
      FileStatus status = Folder.status(path);
      if (status.type() == NodeType.DIRECTORY) {
        all(path, notNamed);
      } else if (counts.test(status) && (!notNamed || beside.test(path))) {
        add(path, status);
      }
    }
  }

  /** Sockets are never stored. */
  private void add(RawPath path, FileStatus status) {
    if (status.type() != NodeType.OTHER) {
      found.add(path.toString());
    }
  }

  private boolean saved(RawPath path, RawName name, FileStatus status, List<Node> stored)
      throws SystemException {
    for (Node node : stored) {
      boolean same =
          switch (node.type()) {
            case FILE -> status.type() == NodeType.FILE && saved(path, status, node);
            case SYMLINK ->
                status.type() == NodeType.SYMLINK
                    && Metadata.read(path, name, status).linkTarget().equals(node.linkTarget());
            default -> status.type() == node.type();
          };
      if (same) {
        return true;
      }
    }
    return false;
  }

  private boolean saved(RawPath path, FileStatus status, Node node) throws SystemException {
    if (status.size() > node.size()) {
      return false;
    }
    if (trusting
        && status.size() == node.size()
        && status.mtime() == node.mtime().seconds()
        && status.mtimeNanos() == node.mtime().nanos()) {
      return true;
    }
    try (OpenFile file = OpenFile.forReading(path)) {
      long offset = 0;
      for (Id id : node.content()) {
        cancellation.check();
        int length = blobs.locate(BlobType.DATA, id).blob().plainLength();
        int there = (int) Math.min(length, status.size() - offset);
        if (there <= 0) {
          break;
        }
        byte[] bytes = new byte[there];
        file.readAt(offset, bytes, there);
        if (!Id.hash(bytes).equals(id) && !partOf(blobs.load(BlobType.DATA, id), bytes)) {
          return false;
        }
        offset += length;
      }
      return true;
    } catch (EOFException e) {
      return false; // somebody is writing to it
    }
  }

  private static boolean partOf(byte[] saved, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != saved[i] && bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
