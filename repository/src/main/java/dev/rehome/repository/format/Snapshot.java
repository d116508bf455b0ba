package dev.rehome.repository.format;

import java.util.List;
import java.util.Optional;

/**
 * One backup: a tree, and where, when and by whom it was made. {@code original} is what it was
 * rewritten from; {@code summary} is the tool's own count of what it did, kept as JSON.
 */
public record Snapshot(
    GoTime time,
    Optional<Id> parent,
    Id tree,
    List<String> paths,
    String hostname,
    String username,
    long uid,
    long gid,
    List<String> excludes,
    List<String> tags,
    Optional<Id> original,
    String programVersion,
    Optional<String> summary) {
  public Snapshot {
    paths = List.copyOf(paths);
    excludes = List.copyOf(excludes);
    tags = List.copyOf(tags);
  }

  public byte[] encode() {
    var out = new JsonWriter().open('{').field("time", time.toString());
    parent.ifPresent(id -> out.field("parent", id.hex()));
    out.field("tree", tree.hex())
        .field("paths", paths)
        .fieldUnlessEmpty("hostname", hostname)
        .fieldUnlessEmpty("username", username)
        .fieldUnlessZero("uid", uid)
        .fieldUnlessZero("gid", gid)
        .fieldUnlessEmpty("excludes", excludes)
        .fieldUnlessEmpty("tags", tags);
    original.ifPresent(id -> out.field("original", id.hex()));
    out.fieldUnlessEmpty("program_version", programVersion);
    summary.ifPresent(json -> out.field("summary").raw(json));
    return out.close('}').bytes();
  }

  public static Snapshot decode(byte[] json) throws FormatException {
    var in = new JsonReader(json);
    GoTime time = GoTime.ZERO;
    Optional<Id> parent = Optional.empty();
    Optional<Id> tree = Optional.empty();
    List<String> paths = List.of();
    String hostname = "";
    String username = "";
    long uid = 0;
    long gid = 0;
    List<String> excludes = List.of();
    List<String> tags = List.of();
    Optional<Id> original = Optional.empty();
    String programVersion = "";
    Optional<String> summary = Optional.empty();
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "time" -> time = GoTime.parse(in.string());
        case "parent" -> parent = Optional.of(in.id());
        case "tree" -> tree = Optional.of(in.id());
        case "paths" -> paths = in.strings();
        case "hostname" -> hostname = in.string();
        case "username" -> username = in.string();
        case "uid" -> uid = in.number();
        case "gid" -> gid = in.number();
        case "excludes" -> excludes = in.strings();
        case "tags" -> tags = in.strings();
        case "original" -> original = Optional.of(in.id());
        case "program_version" -> programVersion = in.string();
        case "summary" -> summary = Optional.of(in.raw());
        default -> in.skip();
      }
    }
    Id root = tree.orElseThrow(() -> new FormatException("it names no tree"));
    return new Snapshot(
        time,
        parent,
        root,
        paths,
        hostname,
        username,
        uid,
        gid,
        excludes,
        tags,
        original,
        programVersion,
        summary);
  }
}
