package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.ProgressDisplay;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.Selection;
import dev.rehome.repository.comparison.LiveComparison;
import dev.rehome.repository.comparison.SnapshotComparison;
import dev.rehome.repository.filesystem.RawPath;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compares a snapshot with another one, or with a live folder, of which it reads every byte.",
      "",
      "A path with a slash, or an existing folder, is a folder; anything else is a snapshot.",
      "Signs: + added, - removed, M content, U metadata, T type, ? cannot be compared.",
      "",
      "Example:  rehome repository diff /backups/shop latest:/srv/shop /srv/shop"
    },
    mixinStandardHelpOptions = true)
final class DiffCommand extends RepositoryTask {
  @Parameters(
      index = "1",
      paramLabel = "SNAPSHOT",
      description = "An id, its beginning, or latest; then perhaps :/FOLDER.")
  String before = "";

  @Parameters(index = "2", paramLabel = "SNAPSHOT|DIR", description = "What to compare it with.")
  String after = "";

  @Mixin Chosen chosen = new Chosen();

  @Override
  protected ExitCode run(Output output) {
    boolean live =
        after.startsWith("/") || after.startsWith(".") || Files.isDirectory(Path.of(after));
    if (live && !Files.isDirectory(Path.of(after))) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "there is no folder " + after + " to compare with",
          "nothing was changed",
          "check the path");
    }
    try (Repository repository = open()) {
      Selection selection = Selection.of(repository, before, chosen::matches);
      var differences = new Differences(output);
      try (var _ = new ProgressDisplay(output, meter)) {
        if (live) {
          new LiveComparison(repository.blobs(), differences, meter, CANCELLATION)
              .compare(selection.tree(), RawPath.of(after));
        } else {
          new SnapshotComparison(repository.blobs(), differences, CANCELLATION)
              .compare(selection.tree(), Selection.of(repository, after, chosen::matches).tree());
        }
      }
      output.result(differences.text(), differences.fields());
      return differences.total() == 0 ? ExitCode.DONE : ExitCode.DIFFERENT;
    }
  }
}
