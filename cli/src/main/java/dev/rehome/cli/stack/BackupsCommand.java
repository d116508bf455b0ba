package dev.rehome.cli.stack;

import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.repository.Snapshots;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "backups",
    description = "Lists the stack's backups, and which of them are proven.",
    mixinStandardHelpOptions = true)
public final class BackupsCommand extends StackTask {
  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      List<SavedBackup> backups = repository.backups();
      Set<String> proven =
          repository.tagged("proof").stream()
              .map((Snapshots.Saved saved) -> StackRepository.value(saved, "proof").orElse(""))
              .collect(Collectors.toSet());
      if (!backups.isEmpty()) {
        output.text(line("Backup", "Kind", "Proven", "Tables", "Rows", "Files"));
      }
      for (SavedBackup backup : backups) {
        boolean isProven = proven.contains(backup.id().text());
        String kind = backup.document().kind().name().toLowerCase(Locale.ROOT);
        output.item(
            line(
                backup.id().text(),
                kind,
                isProven ? "yes" : "no",
                String.format(Locale.ROOT, "%,d", backup.inventory().tables()),
                String.format(Locale.ROOT, "%,d", backup.inventory().rows()),
                String.format(Locale.ROOT, "%,d", backup.document().fileCount())),
            Json.object(
                "type", "backup",
                "backup", backup.id().text(),
                "kind", kind,
                "proven", isProven,
                "snapshot", backup.snapshotId().hex(),
                "tables", backup.inventory().tables(),
                "rows", backup.inventory().rows(),
                "files", backup.document().fileCount(),
                "bytes", backup.document().fileBytes()));
      }
      output.result(
          Units.count(backups.size(), "backup"),
          Json.object("command", "backups", "backups", backups.size()));
      return ExitCode.DONE;
    }
  }

  private static String line(
      String id, String kind, String proven, String tables, String rows, String files) {
    return String.format(
        Locale.ROOT, "%-22s %-7s %-7s %8s %14s %12s", id, kind, proven, tables, rows, files);
  }
}
