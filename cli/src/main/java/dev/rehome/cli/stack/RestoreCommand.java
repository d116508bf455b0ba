package dev.rehome.cli.stack;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.BackupDocument.FilesPart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Sources;
import dev.rehome.backup.StackRepository;
import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Json;
import dev.rehome.cli.terminal.Output;
import dev.rehome.cli.terminal.Units;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Inventory;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.FileStore;
import dev.rehome.files.FilesHere;
import dev.rehome.files.FreshFolder;
import dev.rehome.process.Secret;
import dev.rehome.proof.DatabaseLoading;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.format.Id;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Restores a backup to another place, never over the stack itself.",
      "",
      "Files come back below --files, under their full paths; that folder has to be empty, or not"
          + " there yet, or to hold only what an earlier try left. A database is loaded into a new"
          + " one that is made for it; one of that name must not be there. Both are compared"
          + " afterwards.",
      "",
      "Example:  rehome restore latest --files /tmp/yesterday",
      "Example:  rehome restore latest --database app=postgres://postgres@localhost/app_yesterday"
    },
    mixinStandardHelpOptions = true)
public final class RestoreCommand extends StackTask {
  @Parameters(
      index = "0",
      paramLabel = "BACKUP",
      description = "A backup's id, its beginning, or latest.")
  String backup = "";

  @Option(names = "--files", paramLabel = "DIR", description = "Where the files are to go.")
  @Nullable Path files;

  @Option(
      names = "--into-existing",
      description =
          "Let --files hold other things, which stay; what has the same name is overwritten. Never"
              + " a folder of the stack, of the repository, or of the system.")
  boolean intoExisting;

  @Option(
      names = "--database",
      paramLabel = "KEY=URL",
      description =
          "A database of the stack file, and postgres://USER@HOST:PORT/NAME to make and load. The"
              + " password is taken from REHOME_TARGET_PASSWORD. Several times.")
  Map<String, String> databases = new LinkedHashMap<>();

  @Override
  ExitCode run(Output output, Workplace workplace) {
    if (files == null && databases.isEmpty()) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "it is not said what to restore",
          Safety.NOTHING_CHANGED,
          "--files DIR    restores the files",
          "--database KEY=URL    restores a database");
    }
    try (StackRepository repository = workplace.repository()) {
      SavedBackup saved = repository.find(backup);
      // Before databases are loaded, which may take hours; asked again when files are written.
      Optional<FreshFolder> target =
          Optional.ofNullable(files)
              .map(
                  folder ->
                      new RestoreTarget(workplace, repository, saved).look(folder, intoExisting));
      long rows = 0;
      for (Map.Entry<String, String> each : databases.entrySet()) {
        rows += database(workplace, repository, saved, each.getKey(), each.getValue());
      }
      long restored = target.map(folder -> files(workplace, repository, saved, folder)).orElse(0L);
      output.result(
          "Restored and compared: "
              + Units.count(rows, "row")
              + ", "
              + Units.count(restored, "file"),
          Json.object(
              "command", "restore", "backup", saved.id().text(), "rows", rows, "files", restored));
      return ExitCode.DONE;
    }
  }

  private static long files(
      Workplace workplace, StackRepository repository, SavedBackup saved, FreshFolder target) {
    var store =
        new FilesHere(
            repository.repository(), workplace.display().meter(), repository.cancellation());
    long count = 0;
    for (FilesPart part : saved.document().files()) {
      workplace.display().says("restoring files of " + part.set().root());
      Id tree = Subtrees.folder(repository.repository().blobs(), saved.tree(), part.place());
      List<String> problems = store.restore(tree, "/", FileStore.Target.folder(target)).problems();
      if (!problems.isEmpty()) {
        throw new FailureException(
            Failure.Kind.LOST,
            problems.size() + " files did not come back, first of all " + problems.getFirst(),
            new Safety.Untouched("the stack is untouched"),
            "see what stands in the way there");
      }
      count += part.files();
    }
    return count;
  }

  private static long database(
      Workplace workplace, StackRepository repository, SavedBackup saved, String key, String url) {
    Inventory inventory = saved.inventory().databases().get(key);
    DatabasePart part =
        saved.document().databases().stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow(() -> noSuchDatabase(saved, key));
    Optional<Secret> password =
        Optional.ofNullable(System.getenv("REHOME_TARGET_PASSWORD")).map(Secret::new);
    Endpoint given = Sources.byUrl(key, url, password, Optional.empty());
    workplace.display().says("restoring database " + key + " into " + given);
    return new DatabaseLoading(repository, workplace.display())
        .loadNew(
            saved,
            part,
            Objects.requireNonNull(inventory),
            workplace.databases().at(given),
            workplace.temporary())
        .rows();
  }

  private static FailureException noSuchDatabase(SavedBackup saved, String key) {
    return new FailureException(
        Failure.Kind.BAD_INPUT,
        "backup " + saved.id() + " has no database " + key,
        Safety.NOTHING_CHANGED,
        "it has "
            + String.join(
                ", ", saved.document().databases().stream().map(DatabasePart::key).toList()));
  }
}
