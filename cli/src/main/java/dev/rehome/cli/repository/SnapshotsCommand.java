package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.format.Snapshot;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "snapshots",
    description = "Lists the snapshots, oldest first.",
    mixinStandardHelpOptions = true)
final class SnapshotsCommand extends RepositoryTask {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  @Mixin Chosen chosen = new Chosen();

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      List<Snapshots.Saved> found =
          repository.snapshots().list().stream()
              .filter(saved -> chosen.matches(saved.snapshot()))
              .toList();
      if (!found.isEmpty()) {
        output.text("ID        Time                 Host              Tags            Paths");
      }
      found.forEach(saved -> output.item(line(saved), fields(saved)));
      output.result(Units.count(found.size(), "snapshot"), Json.object("snapshots", found.size()));
      return ExitCode.DONE;
    }
  }

  static String line(Snapshots.Saved saved) {
    Snapshot snapshot = saved.snapshot();
    return String.format(
        "%s  %s  %-16s  %-14s  %s",
        saved.id().brief(),
        TIME.format(snapshot.time().instant()),
        snapshot.hostname(),
        String.join(",", snapshot.tags()),
        String.join(" ", snapshot.paths()));
  }

  static Map<String, Object> fields(Snapshots.Saved saved) {
    Snapshot snapshot = saved.snapshot();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", "snapshot");
    fields.put("id", saved.id().hex());
    fields.put("time", snapshot.time().toString());
    fields.put("tree", snapshot.tree().hex());
    fields.put("hostname", snapshot.hostname());
    fields.put("username", snapshot.username());
    fields.put("paths", snapshot.paths());
    fields.put("tags", snapshot.tags());
    snapshot.parent().ifPresent(parent -> fields.put("parent", parent.hex()));
    return fields;
  }
}
