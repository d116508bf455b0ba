package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.ProgressDisplay;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.Selection;
import dev.rehome.repository.comparison.LiveComparison;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.restore.Restore;
import dev.rehome.repository.restore.RestoreOptions;
import dev.rehome.repository.restore.RestoreResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Restores a snapshot, or a folder in it, into a target folder.",
      "",
      "Only what differs on the target is written; what the snapshot does not have stays there."
          + " Every byte is",
      "verified. After an interruption the same command goes on from there.",
      "",
      "Example:  rehome repository restore /backups/shop latest:/srv/shop --target /srv/shop"
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand extends RepositoryTask {
  @Parameters(
      index = "1",
      paramLabel = "SNAPSHOT",
      description = "An id, its beginning, or latest; then perhaps :/FOLDER.")
  String snapshot = "";

  @Option(
      names = {"-t", "--target"},
      required = true,
      paramLabel = "DIR",
      description = "The folder to restore into.")
  String target = "";

  @Option(
      names = {"-i", "--include"},
      paramLabel = "PATTERN",
      description =
          "Restore only paths that match, with all below them; patterns as in backup --exclude."
              + " Several times.")
  List<String> include = new ArrayList<>();

  @Option(
      names = "--replace",
      description = "Remove files, links and empty folders where the snapshot has another type.")
  boolean replace;

  @Option(
      names = "--verify",
      description = "Afterwards read the target again and compare it with the snapshot.")
  boolean verify;

  @Mixin Chosen chosen = new Chosen();

  @Override
  protected ExitCode run(Output output) {
    if (verify && !include.isEmpty()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "--verify compares everything and cannot be used with --include",
          "nothing was written",
          "restore a folder with SNAPSHOT:/FOLDER instead of --include");
    }
    try (Repository repository = open()) {
      Selection selection = Selection.of(repository, snapshot, chosen::matches);
      RawPath folder = RawPath.of(target);
      RestoreResult result;
      try (var _ = new ProgressDisplay(output, meter)) {
        var restore =
            new Restore(
                repository,
                new RestoreOptions(PathPatterns.of(include), replace),
                (path, problem) ->
                    output.problem(
                        problem,
                        Json.object("type", "problem", "path", path.toString(), "detail", problem)),
                meter,
                CANCELLATION);
        result = restore.run(selection.tree(), folder);
      }
      ExitCode compared = verify ? compare(output, repository, selection, folder) : ExitCode.DONE;
      report(output, result, selection);
      if (result.problems() > 0) {
        return result.damaged() ? ExitCode.DAMAGED : ExitCode.INCOMPLETE;
      }
      return compared;
    }
  }

  private static ExitCode compare(
      Output output, Repository repository, Selection selection, RawPath folder) {
    var differences = new Differences(output);
    new LiveComparison(repository.blobs(), differences, new Meter(), CANCELLATION)
        .compare(selection.tree(), folder);
    output.text("Read again and compared: " + differences.text());
    return differences.total() == 0 ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private void report(Output output, RestoreResult result, Selection selection) {
    String text =
        "Restored "
            + selection.snapshot().id().brief()
            + " to "
            + target
            + ": "
            + result.entries()
            + " files, folders and links"
            + ", "
            + Units.bytes(result.bytes())
            + " verified, "
            + Units.bytes(result.written())
            + " of it written, in "
            + Units.seconds(result.progress().elapsed());
    if (result.problems() > 0) {
      text +=
          "\n"
              + Units.count(result.problems(), "problem")
              + ": what is named above is not as in the snapshot.";
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("snapshot", selection.snapshot().id().hex());
    fields.put("entries", result.entries());
    fields.put("bytes", result.bytes());
    fields.put("written", result.written());
    fields.put("problems", result.problems());
    fields.put("seconds", result.progress().elapsed().toMillis() / 1000.0);
    output.result(text, fields);
  }
}
