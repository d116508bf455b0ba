package dev.rehome.cli.repository;

import dev.rehome.repository.format.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Narrows which snapshots are meant. */
final class Chosen {
  @Option(names = "--host", paramLabel = "NAME", description = "Only snapshots of this host.")
  @Nullable String host;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only snapshots with this tag; with all, if given several times.")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Only snapshots of this path; of all, if given several times.")
  List<String> paths = new ArrayList<>();

  boolean matches(Snapshot snapshot) {
    return (host == null || host.equals(snapshot.hostname()))
        && snapshot.tags().containsAll(tags)
        && snapshot.paths().containsAll(paths);
  }
}
