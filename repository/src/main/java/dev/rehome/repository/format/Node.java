package dev.rehome.repository.format;

import java.util.List;
import java.util.Optional;

/**
 * One entry of a tree.
 *
 * @param mode Go's file mode bits, see {@link GoMode}
 * @param size in bytes, of files only
 * @param links how many names the file has
 * @param device the device number of a device node
 * @param content the blobs of a file in order; empty for everything else
 * @param subtree the tree of a directory
 * @param unknown what newer versions of restic add ({@code generic_attributes}), as JSON
 * @param typeWord the type as written, which matters for {@link NodeType#OTHER}
 */
public record Node(
    RawName name,
    NodeType type,
    String typeWord,
    long mode,
    GoTime mtime,
    GoTime atime,
    GoTime ctime,
    long uid,
    long gid,
    String user,
    String group,
    long inode,
    long deviceId,
    long size,
    long links,
    RawName linkTarget,
    List<ExtendedAttribute> attributes,
    Optional<String> unknown,
    long device,
    List<Id> content,
    Optional<Id> subtree,
    String error) {
  /** An extended attribute of a file; ACLs are such, too. */
  public record ExtendedAttribute(String name, byte[] value) {
    @Override
    public boolean equals(Object other) {
      return other instanceof ExtendedAttribute that
          && name.equals(that.name)
          && java.util.Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  public Node {
    attributes = List.copyOf(attributes);
    content = List.copyOf(content);
  }

  public boolean isDirectory() {
    return type == NodeType.DIRECTORY;
  }

  public boolean isFile() {
    return type == NodeType.FILE;
  }

  /** The same node under another name. */
  public Node withName(RawName other) {
    return with(other, uid, gid, size, content, subtree);
  }

  /** The same node, but a file with this content. */
  public Node withContent(List<Id> blobs, long bytes) {
    return with(name, uid, gid, bytes, blobs, subtree);
  }

  /** The same node with another owner; -1 for nobody. */
  public Node withOwner(long user, long owningGroup) {
    return with(name, user, owningGroup, size, content, subtree);
  }

  /** The same node, but a directory with this tree. */
  public Node withSubtree(Id tree) {
    return with(name, uid, gid, size, content, Optional.of(tree));
  }

  private Node with(
      RawName newName,
      long newUid,
      long newGid,
      long newSize,
      List<Id> newContent,
      Optional<Id> newSubtree) {
    return new Node(
        newName,
        type,
        typeWord,
        mode,
        mtime,
        atime,
        ctime,
        newUid,
        newGid,
        user,
        group,
        inode,
        deviceId,
        newSize,
        links,
        linkTarget,
        attributes,
        unknown,
        device,
        newContent,
        newSubtree,
        error);
  }

  /**
   * A node that no file system has, for what is put together: owned by {@code uid} and {@code gid}.
   */
  public static Node made(RawName name, NodeType type, long mode, GoTime time, long uid, long gid) {
    return new Node(
        name,
        type,
        type.word(),
        mode,
        time,
        time,
        time,
        uid,
        gid,
        "",
        "",
        0,
        0,
        0,
        0,
        RawName.of(""),
        List.of(),
        Optional.empty(),
        0,
        List.of(),
        Optional.empty(),
        "");
  }
}
