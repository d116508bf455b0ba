package dev.rehome.cli.stack;

import dev.rehome.backup.BackupDocument;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.redeployment.side.RunningStack;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "backup",
    description = {
      "Backs up the stack's databases and files, reading only.",
      "",
      "Each database is dumped at one moment, together with an inventory of that moment.",
      "",
      "Example:  rehome backup && rehome prove latest"
    },
    mixinStandardHelpOptions = true)
public final class BackupCommand extends StackTask {
  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository();
        RunningStack stack = workplace.oldStack()) {
      SavedBackup backup =
          workplace
              .backupTaking(repository)
              .take(
                  workplace.sources(stack).source(), BackupDocument.Kind.SINGLE, Optional.empty());
      output.result(
          "Backup "
              + backup.id()
              + ": "
              + Units.count(backup.inventory().tables(), "table")
              + ", "
              + Units.count(backup.inventory().rows(), "row")
              + ", "
              + Units.count(backup.document().fileCount(), "file")
              + " ("
              + Units.bytes(backup.document().fileBytes())
              + ")\nNot proven yet: rehome prove "
              + backup.id(),
          Json.object(
              "command", "backup",
              "backup", backup.id().text(),
              "tables", backup.inventory().tables(),
              "rows", backup.inventory().rows(),
              "files", backup.document().fileCount(),
              "bytes", backup.document().fileBytes()));
      return ExitCode.DONE;
    }
  }
}
