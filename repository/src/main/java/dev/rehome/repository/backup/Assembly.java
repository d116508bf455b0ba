package dev.rehome.repository.backup;

import dev.rehome.repository.BlobWriter;
import dev.rehome.repository.Party;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.GoMode;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import dev.rehome.repository.format.NodeType;
import dev.rehome.repository.format.RawName;
import dev.rehome.repository.format.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the folders between a common root and the parts below it. */
final class Assembly {
  private final Repository repository;
  private final BlobWriter writer;
  private final GoTime time;

  Assembly(Repository repository, BlobWriter writer, BackupOptions options) {
    this.repository = repository;
    this.writer = writer;
    this.time = GoTime.local(options.time().orElseGet(Instant::now));
  }

  Id tree(List<Part> parts) {
    var byFirst = new TreeMap<String, List<Part>>();
    var nodes = new ArrayList<Node>();
    for (Part part : parts) {
      int slash = part.place().indexOf('/');
      if (slash < 0) {
        nodes.add(node(part));
      } else {
        var below =
            new Part(part.place().substring(slash + 1), part.tree(), part.file(), part.anchor());
        byFirst
            .computeIfAbsent(part.place().substring(0, slash), key -> new ArrayList<>())
            .add(below);
      }
    }
    for (Map.Entry<String, List<Part>> folder : byFirst.entrySet()) {
      nodes.add(folder(folder.getKey(), tree(folder.getValue())));
    }
    return store(nodes);
  }

  private Id store(List<Node> nodes) {
    try {
      byte[] json = Tree.of(nodes).encode();
      return writer.store(BlobType.TREE, json, json.length);
    } catch (IllegalArgumentException e) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "two parts have the same place: " + e.getMessage(),
          "no snapshot was made; the parts are still there",
          "give each part a place of its own");
    }
  }

  private Node node(Part part) {
    if (part.file().isEmpty()) {
      return folder(part.place(), part.tree());
    }
    RawName wanted = RawName.of(part.file().get());
    Node file =
        repository.blobs().tree(part.tree()).nodes().stream()
            .filter(each -> each.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the part has no file " + wanted));
    return file.withName(RawName.of(part.place()));
  }

  private Node folder(String name, Id tree) {
    Party self = Party.self();
    return Node.made(
            RawName.of(name),
            NodeType.DIRECTORY,
            GoMode.of(NodeType.DIRECTORY, 0755),
            time,
            self.uid(),
            self.gid())
        .withSubtree(tree);
  }
}
