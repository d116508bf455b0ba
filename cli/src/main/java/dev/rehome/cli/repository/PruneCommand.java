package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.ProgressDisplay;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.retention.Prune;
import dev.rehome.repository.retention.PruneResult;
import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = "Removes data that no snapshot needs, and what interrupted backups left behind.",
    mixinStandardHelpOptions = true)
final class PruneCommand extends RepositoryTask {
  static final double TOLERATED = 5;

  @Option(
      names = "--max-unused",
      paramLabel = "PERCENT",
      description =
          "How much of the repository may stay though unneeded (default: ${DEFAULT-VALUE}).")
  double maxUnused = TOLERATED;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only say what would be removed.")
  boolean dryRun;

  @Override
  protected ExitCode run(Output output) {
    if (!(maxUnused >= 0 && maxUnused <= 100)) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "--max-unused is a percentage from 0 to 100",
          "nothing was removed",
          "give such a number, or leave the option out");
    }
    try (Repository repository = open()) {
      return prune(output, repository, meter, dryRun, maxUnused);
    }
  }

  static ExitCode prune(
      Output output, Repository repository, Meter meter, boolean dryRun, double maxUnused) {
    PruneResult result;
    try (var _ = new ProgressDisplay(output, meter)) {
      var prune = new Prune(repository, maxUnused / 100, meter, CANCELLATION);
      result = dryRun ? prune.rehearse() : prune.run();
    }
    String text =
        (dryRun ? "Would free " : "Freed ")
            + Units.bytes(Math.max(0, result.freed()))
            + ": "
            + Units.count(result.packsDeleted(), "pack")
            + " removed, "
            + result.packsRepacked()
            + " repacked, "
            + result.packsKept()
            + " kept; "
            + Units.bytes(result.unused())
            + " unneeded stay in packs that are kept.";
    var fields = new LinkedHashMap<String, Object>();
    fields.put("dry_run", dryRun);
    fields.put("freed", result.freed());
    fields.put("packs_deleted", result.packsDeleted());
    fields.put("packs_repacked", result.packsRepacked());
    fields.put("packs_kept", result.packsKept());
    fields.put("blobs_removed", result.blobsRemoved());
    fields.put("unused", result.unused());
    output.result(text, fields);
    return ExitCode.DONE;
  }
}
