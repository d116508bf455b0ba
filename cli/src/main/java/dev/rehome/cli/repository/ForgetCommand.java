package dev.rehome.cli.repository;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Repository;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.retention.Forget;
import dev.rehome.repository.retention.Policy;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "forget",
    description = {
      "Removes snapshots: those named, or those that a policy does not keep. Their data stays until"
          + " prune.",
      "A policy applies to the snapshots of each host and set of paths on their own.",
      "",
      "Example:  rehome repository forget /backups/shop --keep-daily 7 --keep-weekly 4 --prune"
    },
    mixinStandardHelpOptions = true)
final class ForgetCommand extends RepositoryTask {
  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SNAPSHOT",
      description = "Ids, or their beginnings, to remove.")
  List<String> snapshots = new ArrayList<>();

  @Option(
      names = {"-l", "--keep-last"},
      paramLabel = "N",
      description = "Keep the last N (-1: all; likewise below).")
  int last;

  @Option(
      names = {"-H", "--keep-hourly"},
      paramLabel = "N",
      description = "Keep the newest of the last N hours that have any.")
  int hourly;

  @Option(
      names = {"-d", "--keep-daily"},
      paramLabel = "N",
      description = "The same for days.")
  int daily;

  @Option(
      names = {"-w", "--keep-weekly"},
      paramLabel = "N",
      description = "The same for weeks.")
  int weekly;

  @Option(
      names = {"-m", "--keep-monthly"},
      paramLabel = "N",
      description = "The same for months.")
  int monthly;

  @Option(
      names = {"-y", "--keep-yearly"},
      paramLabel = "N",
      description = "The same for years.")
  int yearly;

  @Option(
      names = "--keep-within",
      paramLabel = "PERIOD",
      description = "Keep all of this time before the newest, for example 1y6m14d or 30d.")
  @Nullable String within;

  @Option(
      names = "--keep-tag",
      paramLabel = "TAG",
      description = "Keep all with this tag. Several times.")
  List<String> keepTags = new ArrayList<>();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only say what would be removed.")
  boolean dryRun;

  @Option(names = "--prune", description = "Then remove data that nobody needs any more.")
  boolean prune;

  @Mixin Chosen chosen = new Chosen();

  @Override
  protected ExitCode run(Output output) {
    try (Repository repository = open()) {
      Function<List<Snapshots.Saved>, List<Snapshots.Saved>> choice = choice(repository);
      List<Snapshots.Saved> removed =
          dryRun ? choice.apply(repository.snapshots().list()) : new Forget(repository).run(choice);
      String word = dryRun ? "would remove" : "removed";
      removed.forEach(
          saved ->
              output.item(
                  word + "  " + SnapshotsCommand.line(saved), SnapshotsCommand.fields(saved)));
      String text =
          (dryRun ? "Would remove " : "Removed ") + Units.count(removed.size(), "snapshot") + ".";
      if (prune && !dryRun) {
        output.text(text);
        return PruneCommand.prune(output, repository, meter, false, PruneCommand.TOLERATED);
      }
      output.result(text, Json.object("removed", removed.size(), "dry_run", dryRun));
      return ExitCode.DONE;
    }
  }

  private Function<List<Snapshots.Saved>, List<Snapshots.Saved>> choice(Repository repository) {
    if (!snapshots.isEmpty()) {
      List<Snapshots.Saved> named =
          snapshots.stream()
              .map(text -> repository.snapshots().find(text, chosen::matches))
              .distinct()
              .toList();
      return all -> named;
    }
    Policy policy = policy();
    return all ->
        policy
            .apply(all.stream().filter(saved -> chosen.matches(saved.snapshot())).toList())
            .remove();
  }

  private Policy policy() {
    Optional<Period> period = Optional.empty();
    try {
      if (within != null) {
        period = Optional.of(Period.parse("P" + within.toUpperCase(Locale.ROOT)));
      }
      return new Policy(last, hourly, daily, weekly, monthly, yearly, period, keepTags);
    } catch (DateTimeParseException e) {
      throw unfit("\"" + within + "\" is no period; write for example 1y6m14d");
    } catch (IllegalArgumentException e) {
      throw unfit(
          "neither snapshots nor anything to keep were given; that would remove every snapshot");
    }
  }

  private static RepositoryFailure unfit(String what) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        what,
        "nothing was removed",
        "rehome repository forget LOCATION SNAPSHOT…    removes these",
        "rehome repository forget LOCATION --keep-daily 7 --dry-run    shows what a policy would"
            + " remove");
  }
}
