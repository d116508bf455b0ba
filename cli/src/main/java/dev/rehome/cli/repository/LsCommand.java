package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.repository.Blobs;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Selection;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.GoMode;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ls",
    description = {
      "Lists the files of a snapshot, or of a folder in it.",
      "",
      "Example:  rehome repository ls /backups/shop latest:/srv/shop --long"
    },
    mixinStandardHelpOptions = true)
final class LsCommand extends RepositoryTask {
  @Parameters(
      index = "1",
      paramLabel = "SNAPSHOT",
      description = "An id, its beginning, or latest; then perhaps :/FOLDER.")
  String snapshot = "";

  @Option(
      names = {"-l", "--long"},
      description = "With mode, owner, size and time.")
  boolean detailed;

  @Mixin Chosen chosen = new Chosen();

  private long entries;

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      Selection selection = Selection.of(repository, snapshot, chosen::matches);
      list(output, repository.blobs(), RawPath.ROOT, selection.tree());
      output.result(
          "", Json.object("snapshot", selection.snapshot().id().hex(), "entries", entries));
      return ExitCode.DONE;
    }
  }

  private void list(Output output, Blobs blobs, RawPath folder, Id tree) {
    for (Node node : blobs.tree(tree).nodes()) {
      CANCELLATION.check();
      RawPath path = folder.resolve(node.name());
      entries++;
      output.item(detailed ? longLine(path, node) : path.toString(), fields(path, node));
      node.subtree().ifPresent(subtree -> list(output, blobs, path, subtree));
    }
  }

  private static String longLine(RawPath path, Node node) {
    String target = node.linkTarget().bytes().length == 0 ? "" : " -> " + node.linkTarget();
    return String.format(
        "%-8s %04o %6d %6d %12d %s %s%s",
        node.typeWord(),
        GoMode.permissions(node.mode()),
        node.uid(),
        node.gid(),
        node.size(),
        node.mtime(),
        path,
        target);
  }

  private static Map<String, Object> fields(RawPath path, Node node) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", "node");
    fields.put("path", path.toString());
    fields.put("node_type", node.typeWord());
    fields.put("permissions", String.format("%04o", GoMode.permissions(node.mode())));
    fields.put("uid", node.uid());
    fields.put("gid", node.gid());
    fields.put("size", node.size());
    fields.put("mtime", node.mtime().toString());
    if (node.linkTarget().bytes().length > 0) {
      fields.put("link_target", node.linkTarget().toString());
    }
    return fields;
  }
}
