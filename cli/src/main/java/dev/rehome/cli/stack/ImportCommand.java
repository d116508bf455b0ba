package dev.rehome.cli.stack;

import dev.rehome.backup.ManualBackup;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackRepository;
import dev.rehome.backup.TemporaryFolder;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.google.Downloads;
import dev.rehome.redeployment.side.RunningStack;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "Makes a backup of what scripts saved by hand: a dump in plain SQL, the data folders that the"
          + " stack file includes, and docker_images.txt.",
      "",
      "The dump is loaded into a scratch server on this machine, as it is, and saved from there"
          + " with an inventory; so the backup can be proven and restored like any other.",
      "",
      "Example:  rehome import gs://shop-backup-20261122 && rehome prove latest"
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand extends StackTask {
  @Parameters(
      index = "0",
      paramLabel = "LOCATION",
      description = "gs://BUCKET/PREFIX, or a folder of this machine.")
  String location = "";

  @Option(
      names = "--dump",
      paramLabel = "NAME",
      defaultValue = "db_export.gz",
      description = "The dump's name there; packed by gzip or not (default: ${DEFAULT-VALUE}).")
  String dump = "db_export.gz";

  @Option(
      names = "--database",
      paramLabel = "KEY",
      description = "The database of the stack file that the dump is of, if there are several.")
  @Nullable String database;

  @Override
  ExitCode run(Output output, Workplace workplace) {
    Path scratch = workplace.scratchFolder("import");
    try (StackRepository repository = workplace.repository();
        RunningStack stack = workplace.oldStack();
        var temporary = TemporaryFolder.in(workplace.temporary())) {
      Path folder = temporary.path();
      if (location.startsWith("gs://")) {
        int count = new Downloads(System.getenv()).fetch(location, folder);
        workplace.display().says("fetched " + Units.count(count, "file") + " from " + location);
      } else {
        folder = Path.of(location).toAbsolutePath().normalize();
      }
      SavedBackup backup =
          new ManualBackup(folder, dump)
              .take(
                  workplace.sources(stack),
                  Optional.ofNullable(database),
                  workplace.scratch(),
                  scratch,
                  workplace.backupTaking(repository));
      output.result(
          "Backup "
              + backup.id()
              + ": "
              + Units.count(backup.inventory().tables(), "table")
              + ", "
              + Units.count(backup.inventory().rows(), "row")
              + ", "
              + Units.count(backup.document().fileCount(), "file")
              + "\nNot proven yet: rehome prove "
              + backup.id(),
          Json.object(
              "command", "import",
              "backup", backup.id().text(),
              "tables", backup.inventory().tables(),
              "rows", backup.inventory().rows(),
              "files", backup.document().fileCount()));
      return ExitCode.DONE;
    } finally {
      workplace.scratch().discard(scratch);
    }
  }
}
