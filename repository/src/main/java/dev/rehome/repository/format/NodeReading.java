package dev.rehome.repository.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one node from a tree's JSON. */
final class NodeReading {
  private final JsonReader in;
  private RawName name = RawName.of("");
  private String type = "";
  private long mode;
  private GoTime mtime = GoTime.ZERO;
  private GoTime atime = GoTime.ZERO;
  private GoTime ctime = GoTime.ZERO;
  private long uid;
  private long gid;
  private String user = "";
  private String group = "";
  private long inode;
  private long deviceId;
  private long size;
  private long links;
  private String linkTarget = "";
  private byte[] linkTargetRaw = {};
  private List<Node.ExtendedAttribute> attributes = List.of();
  private Optional<String> unknown = Optional.empty();
  private long device;
  private List<Id> content = List.of();
  private Optional<Id> subtree = Optional.empty();
  private String error = "";

  NodeReading(JsonReader in) {
    this.in = in;
  }

  Node node() throws FormatException {
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      read(field);
    }
    if (!name.isFileName()) {
      throw new FormatException("it has a name that no file can have: " + name);
    }
    NodeType kind = NodeType.of(type);
    if (kind == NodeType.DIRECTORY && subtree.isEmpty()) {
      throw new FormatException("its directory " + name + " names no tree");
    }
    return new Node(
        name,
        kind,
        type,
        mode,
        mtime,
        atime,
        ctime,
        uid,
        gid,
        user,
        group,
        inode,
        deviceId,
        size,
        links,
        linkTargetRaw.length > 0 ? RawName.of(linkTargetRaw) : RawName.of(linkTarget),
        attributes,
        unknown,
        device,
        content,
        subtree,
        error);
  }

  private void read(String field) throws FormatException {
    switch (field) {
      case "name" -> name = RawName.ofQuoted(in.string());
      case "type" -> type = in.string();
      case "mode" -> mode = in.number();
      case "mtime" -> mtime = GoTime.parse(in.string());
      case "atime" -> atime = GoTime.parse(in.string());
      case "ctime" -> ctime = GoTime.parse(in.string());
      case "uid" -> uid = in.number();
      case "gid" -> gid = in.number();
      case "user" -> user = in.string();
      case "group" -> group = in.string();
      case "inode" -> inode = in.number();
      case "device_id" -> deviceId = in.number();
      case "size" -> size = in.number();
      case "links" -> links = in.number();
      case "linktarget" -> linkTarget = in.string();
      case "linktarget_raw" -> linkTargetRaw = in.base64();
      case "extended_attributes" -> attributes = attributes();
      case "generic_attributes" -> unknown = Optional.of(in.raw());
      case "device" -> device = in.number();
      case "content" -> content = ids();
      case "subtree" -> subtree = Optional.of(in.id());
      case "error" -> error = in.string();
      default -> in.skip();
    }
  }

  private List<Node.ExtendedAttribute> attributes() throws FormatException {
    var found = new ArrayList<Node.ExtendedAttribute>();
    if (in.beginArray()) {
      while (in.nextElement()) {
        found.add(attribute());
      }
    }
    return found;
  }

  private Node.ExtendedAttribute attribute() throws FormatException {
    String key = "";
    byte[] value = {};
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "name" -> key = in.string();
        case "value" -> value = in.base64();
        default -> in.skip();
      }
    }
    return new Node.ExtendedAttribute(key, value);
  }

  private List<Id> ids() throws FormatException {
    var ids = new ArrayList<Id>();
    if (in.beginArray()) {
      while (in.nextElement()) {
        ids.add(in.id());
      }
    }
    return ids;
  }
}
