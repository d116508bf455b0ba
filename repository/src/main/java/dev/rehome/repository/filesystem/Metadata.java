package dev.rehome.repository.filesystem;

import dev.rehome.repository.format.GoMode;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Reads the metadata of a live file into a node, and puts a node's metadata onto a live file. */
public final class Metadata {
  private Metadata() {}

  /** Everything of the file except its content or tree. */
  public static Node read(RawPath path, RawName name, FileStatus status) throws SystemException {
    return read(path, name, status, attributes(path));
  }

  /** The same of a file whose extended attributes are known. */
  public static Node read(
      RawPath path, RawName name, FileStatus status, List<Node.ExtendedAttribute> attributes)
      throws SystemException {
    NodeType type = status.type();
    boolean device = type == NodeType.BLOCK_DEVICE || type == NodeType.CHARACTER_DEVICE;
    boolean counted = device || type == NodeType.FILE || type == NodeType.SYMLINK; // as restic does
    GoTime modified = GoTime.local(status.mtime(), status.mtimeNanos());
    return new Node(
        name,
        type,
        type.word(),
        GoMode.of(type, status.permissions()),
        modified,
        modified, // a time of access would make every backup differ from the last
        GoTime.local(status.ctime(), status.ctimeNanos()),
        status.uid(),
        status.gid(),
        Accounts.user(status.uid()),
        Accounts.group(status.gid()),
        status.inode(),
        status.device(),
        type == NodeType.FILE ? status.size() : 0,
        counted ? status.links() : 0,
        RawName.of(type == NodeType.SYMLINK ? Libc.readLink(path) : new byte[0]),
        attributes,
        Optional.empty(),
        device ? status.deviceNumber() : 0,
        List.of(),
        Optional.empty(),
        "");
  }

  /** The extended attributes; a file system that has none is no error. */
  public static List<Node.ExtendedAttribute> attributes(RawPath path) throws SystemException {
    try {
      byte[] names = Libc.listAttributes(path);
      if (names.length == 0) {
        return List.of();
      }
      var attributes = new ArrayList<Node.ExtendedAttribute>();
      for (String name : new String(names, StandardCharsets.UTF_8).split("\0")) {
        attributes.add(new Node.ExtendedAttribute(name, Libc.getAttribute(path, name)));
      }
      return attributes;
    } catch (SystemException e) {
      if (e.is(SystemException.ENOTSUP) || e.is(SystemException.ENODATA)) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * Makes owner, attributes, permissions and time of the file those of the node, in the order in
   * which none undoes another; only what differs is written.
   */
  public static void write(RawPath path, Node node) throws SystemException {
    write(path, node, Libc.status(path));
  }

  /** The same of a file whose status is known. */
  public static void write(RawPath path, Node node, FileStatus now) throws SystemException {
    boolean owned = now.uid() == node.uid() && now.gid() == node.gid();
    if (!owned
        && Accounts.ownUid()
            == 0) { // others cannot give files away, and restic does not try either
      Libc.changeOwner(path, (int) node.uid(), (int) node.gid());
    }
    boolean attributesChanged = writeAttributes(path, node);
    int permissions = GoMode.permissions(node.mode());
    boolean modeDiffers = !owned || attributesChanged || now.permissions() != permissions;
    if (node.type() != NodeType.SYMLINK && modeDiffers) {
      Libc.changeMode(path, permissions);
    }
    GoTime time = node.mtime();
    if (now.mtime() != time.seconds() || now.mtimeNanos() != time.nanos()) {
      Libc.setModified(path, time.seconds(), time.nanos());
    }
  }

  private static boolean writeAttributes(RawPath path, Node node) throws SystemException {
    var there = new HashMap<String, Node.ExtendedAttribute>();
    attributes(path).forEach(each -> there.put(each.name(), each));
    boolean changed = false;
    for (Node.ExtendedAttribute wanted : node.attributes()) {
      if (!wanted.equals(there.remove(wanted.name()))) {
        Libc.setAttribute(path, wanted.name(), wanted.value());
        changed = true;
      }
    }
    for (String extra : there.keySet()) {
      if (!extra.startsWith("security.")
          || extra.equals("security.capability")) { // labels are the machine's own
        Libc.removeAttribute(path, extra);
        changed = true;
      }
    }
    return changed;
  }
}
