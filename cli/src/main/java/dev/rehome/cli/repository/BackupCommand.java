package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.ProgressDisplay;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.backup.Estimate;
import dev.rehome.repository.filesystem.PathPatterns;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.SnapshotSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Backs up files and folders, or standard input, as a new snapshot.",
      "",
      "Example:  rehome repository backup /backups/shop /srv/shop --tag nightly",
      "Example:  pg_dump shop | rehome repository backup /backups/shop --stdin --stdin-filename"
          + " shop.sql"
    },
    mixinStandardHelpOptions = true)
final class BackupCommand extends RepositoryTask {
  @Parameters(index = "1..*", arity = "0..*", paramLabel = "PATH", description = "What to back up.")
  List<String> paths = new ArrayList<>();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "A word to find the snapshot by; may be given several times.")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "The host name to record; this machine's otherwise.")
  @Nullable String host;

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      description =
          "Leave out paths that match: * and ? within a name, ** across; /… for whole paths."
              + " Several times.")
  List<String> exclude = new ArrayList<>();

  @Option(names = "--stdin", description = "Back up standard input as one file.")
  boolean stdin;

  @Option(
      names = "--stdin-filename",
      paramLabel = "NAME",
      description = "That file's name (default: ${DEFAULT-VALUE}).")
  String stdinFilename = "stdin";

  @Override
  protected ExitCode run(Output output) {
    refuseUnclear();
    var backupOptions =
        new BackupOptions(
            tags, Optional.ofNullable(host), Optional.empty(), PathPatterns.of(exclude));
    List<RawPath> wanted = paths.stream().map(RawPath::of).toList();
    try (Repository repository = open()) {
      var backup =
          new Backup(
              repository,
              backupOptions,
              problem ->
                  output.problem(
                      problem.toString(),
                      Json.object(
                          "type", "problem",
                          "path", problem.path().toString(),
                          "kind", problem.kind().name().toLowerCase(java.util.Locale.ROOT),
                          "detail", problem.detail())),
              meter,
              CANCELLATION);
      BackupResult result;
      try (var _ = new ProgressDisplay(output, meter)) {
        if (!stdin && ProgressDisplay.onTerminal()) {
          Thread.ofVirtual().start(() -> Estimate.into(meter, wanted, backupOptions.exclusion()));
        }
        result = stdin ? backup.stream(stdinFilename, System.in) : backup.paths(wanted);
      }
      report(output, result);
      return result.problems() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
  }

  private void refuseUnclear() {
    if (stdin == paths.isEmpty()) {
      return;
    }
    throw new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        stdin ? "both paths and --stdin were given" : "nothing to back up was given",
        "nothing was changed",
        "rehome repository backup LOCATION PATH…    backs up files and folders",
        "… | rehome repository backup LOCATION --stdin --stdin-filename NAME    backs up a stream");
  }

  private static void report(Output output, BackupResult result) {
    SnapshotSummary summary = result.summary();
    String text =
        "Snapshot "
            + result.snapshot().brief()
            + ": "
            + Units.count(summary.files(), "file")
            + ", "
            + Units.bytes(summary.bytes())
            + " ("
            + summary.filesNew()
            + " new, "
            + summary.filesChanged()
            + " changed, "
            + summary.filesUnmodified()
            + " as before); stored "
            + Units.bytes(summary.addedPacked())
            + " in "
            + Units.seconds(result.progress().elapsed());
    if (result.problems() > 0) {
      text +=
          "\n"
              + Units.count(result.problems(), "file")
              + " could not be backed up as they should be (named above).";
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("snapshot", result.snapshot().hex());
    fields.put("tree", result.tree().hex());
    fields.put("files", summary.files());
    fields.put("files_new", summary.filesNew());
    fields.put("files_changed", summary.filesChanged());
    fields.put("files_unmodified", summary.filesUnmodified());
    fields.put("bytes", summary.bytes());
    fields.put("stored", summary.addedPacked());
    fields.put("problems", result.problems());
    fields.put("seconds", result.progress().elapsed().toMillis() / 1000.0);
    output.result(text, fields);
  }
}
