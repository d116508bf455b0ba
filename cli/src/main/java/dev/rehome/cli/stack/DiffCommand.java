package dev.rehome.cli.stack;

import dev.rehome.backup.BackupComparison;
import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Source;
import dev.rehome.backup.StackFiles;
import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.database.Database;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.files.FileStore;
import dev.rehome.redeployment.side.RunningStack;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.filesystem.Owners;
import dev.rehome.repository.progress.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compares two backups, or a backup with the stack as it is now: tables, definitions, files.",
      "",
      "Example:  rehome diff latest"
    },
    mixinStandardHelpOptions = true)
public final class DiffCommand extends StackTask {
  @Parameters(
      index = "0",
      paramLabel = "BACKUP",
      description = "A backup's id, its beginning, or latest.")
  String before = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "Another backup; the stack as it is now unless given.")
  @Nullable String after;

  @Override
  ExitCode run(Output output, Workplace workplace) {
    try (StackRepository repository = workplace.repository()) {
      SavedBackup one = repository.find(before);
      List<String> differences =
          after == null
              ? live(workplace, repository, one)
              : new BackupComparison(repository).differences(one, repository.find(after));
      differences.forEach(
          line -> output.item(line, Json.object("type", "difference", "text", line)));
      output.result(
          differences.isEmpty() ? "No differences." : Units.count(differences.size(), "difference"),
          Json.object("command", "diff", "differences", differences.size()));
      return differences.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
    }
  }

  private static List<String> live(
      Workplace workplace, StackRepository repository, SavedBackup backup) {
    try (RunningStack stack = workplace.oldStack()) {
      return live(workplace.sources(stack).source(), repository, backup);
    }
  }

  private static List<String> live(Source source, StackRepository repository, SavedBackup backup) {
    var now = new TreeMap<String, Inventory>();
    for (Database database : source.databases()) {
      try (Moment moment = database.freeze()) {
        now.put(database.endpoint().key(), database.inventory(moment));
      }
    }
    var differences =
        new ArrayList<>(BackupComparison.databases(backup.inventory().databases(), now));
    try (var stores = new StackFiles(repository, source.hosts(), new Meter())) {
      for (FilesPart part : backup.document().files()) {
        FileStore.Compared compared =
            stores
                .of(part.set())
                .compare(
                    Subtrees.folder(repository.repository().blobs(), backup.tree(), part.place()),
                    part.set().root(),
                    part.set(),
                    Owners.BY_NAME);
        compared.differing().forEach(each -> differences.add(each.line()));
        compared.extra().forEach(each -> differences.add(each.line()));
      }
    }
    return differences;
  }
}
