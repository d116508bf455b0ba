package dev.rehome.repository.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The entries of one directory, strictly ascending by name. */
public record Tree(List<Node> nodes) {
  public static final Comparator<Node> ORDER = Comparator.comparing(Node::name);

  /** Sorts; two nodes of one name are an error of the caller. */
  public static Tree of(List<Node> nodes) {
    var sorted = new ArrayList<>(nodes);
    sorted.sort(ORDER);
    return new Tree(sorted);
  }

  public Tree {
    nodes = List.copyOf(nodes);
    for (int i = 1; i < nodes.size(); i++) {
      if (ORDER.compare(nodes.get(i - 1), nodes.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "not in strictly ascending order: " + nodes.get(i).name());
      }
    }
  }

  public byte[] encode() {
    var out = new JsonWriter().open('{').field("nodes").open('[');
    nodes.forEach(node -> write(node, out));
    byte[] json = out.close(']').close('}').bytes();
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  private static void write(Node node, JsonWriter out) {
    out.open('{')
        .field("name", node.name().quoted())
        .field("type", node.typeWord())
        .fieldUnlessZero("mode", node.mode())
        .field("mtime", node.mtime().toString())
        .field("atime", node.atime().toString())
        .field("ctime", node.ctime().toString())
        .field("uid", node.uid())
        .field("gid", node.gid())
        .fieldUnlessEmpty("user", node.user())
        .fieldUnlessEmpty("group", node.group())
        .fieldUnlessZero("inode", node.inode())
        .fieldUnlessZero("device_id", node.deviceId())
        .fieldUnlessZero("size", node.size())
        .fieldUnlessZero("links", node.links());
    if (node.linkTarget().bytes().length > 0) {
      out.field("linktarget", node.linkTarget());
      if (!node.linkTarget().isUtf8()) {
        out.field("linktarget_raw", node.linkTarget().bytes());
      }
    }
    if (!node.attributes().isEmpty()) {
      out.field("extended_attributes").open('[');
      node.attributes()
          .forEach(
              each ->
                  out.open('{').field("name", each.name()).field("value", each.value()).close('}'));
      out.close(']');
    }
    node.unknown().ifPresent(json -> out.field("generic_attributes").raw(json));
    out.fieldUnlessZero("device", node.device()).field("content");
    if (node.isFile()) {
      out.open('[');
      node.content().forEach(id -> out.value(id.hex()));
      out.close(']');
    } else {
      out.raw("null");
    }
    node.subtree().ifPresent(id -> out.field("subtree", id.hex()));
    out.fieldUnlessEmpty("error", node.error()).close('}');
  }

  /** Refuses what would be dangerous to restore: names that are no file names, and wrong order. */
  public static Tree decode(byte[] json) throws FormatException {
    var in = new JsonReader(json);
    var nodes = new ArrayList<Node>();
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      if (!field.equals("nodes")) {
        in.skip();
      } else if (in.beginArray()) {
        while (in.nextElement()) {
          nodes.add(new NodeReading(in).node());
        }
      }
    }
    try {
      return new Tree(nodes);
    } catch (IllegalArgumentException e) {
      throw new FormatException("its names are " + e.getMessage(), e);
    }
  }
}
