package dev.rehome.repository;

import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.RawName;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Optional;

/** Finds folders and small files of a tree by their path. */
public final class Subtrees {
  private Subtrees() {}

  /** The tree of the folder at the path; one that is not there counts as damage. */
  public static Id folder(Blobs blobs, Id tree, String path) {
    Id at = tree;
    for (String name : path.split("/")) {
      if (!name.isEmpty()) {
        at = child(blobs, at, name).flatMap(Node::subtree).orElseThrow(() -> missing(path));
      }
    }
    return at;
  }

  /** The whole content of the file at the path. */
  public static byte[] content(Blobs blobs, Id tree, String path) {
    var out = new ByteArrayOutputStream();
    for (Id id : file(blobs, tree, path).content()) {
      out.writeBytes(blobs.load(BlobType.DATA, id));
    }
    return out.toByteArray();
  }

  /** The content of the file at the path, of whatever size; damage is thrown as it is met. */
  public static InputStream open(Blobs blobs, Id tree, String path) {
    return new ContentStream(blobs, file(blobs, tree, path).content());
  }

  /** The file at the path. */
  public static Node file(Blobs blobs, Id tree, String path) {
    int slash = path.lastIndexOf('/');
    Id folder = folder(blobs, tree, path.substring(0, slash + 1));
    return child(blobs, folder, path.substring(slash + 1))
        .filter(Node::isFile)
        .orElseThrow(() -> missing(path));
  }

  private static Optional<Node> child(Blobs blobs, Id tree, String name) {
    RawName wanted = RawName.of(name);
    return blobs.tree(tree).nodes().stream().filter(node -> node.name().equals(wanted)).findFirst();
  }

  private static RepositoryFailure missing(String path) {
    return RepositoryFailure.damaged("the snapshot lacks " + path);
  }
}
