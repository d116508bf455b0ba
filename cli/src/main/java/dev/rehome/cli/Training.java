package dev.rehome.cli;

import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupListener;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.check.Check;
import dev.rehome.repository.check.CheckListener;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.restore.Restore;
import dev.rehome.repository.restore.RestoreListener;
import dev.rehome.repository.restore.RestoreOptions;
import dev.rehome.run.Clock;
import dev.rehome.run.Entry;
import dev.rehome.run.FolderJournal;
import dev.rehome.run.Journal;
import dev.rehome.run.Origin;
import dev.rehome.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What the launcher runs once to make the start-up cache: a little of everything, in a temporary
 * folder.
 */
final class Training {
  private Training() {}

  /** Enough of each kind that Java sees what is worth compiling, and how. */
  private static void fill(Path source) throws IOException {
    var random = new Random(1);
    for (int i = 0; i < 4000; i++) {
      Path folder = Files.createDirectories(source.resolve("folder" + i / 100));
      byte[] bytes = new byte[1 + random.nextInt(16 * 1024)];
      random.nextBytes(bytes);
      Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 'a');
      Files.write(folder.resolve("file" + i), bytes);
    }
    byte[] large = new byte[40_000_000];
    random.nextBytes(large);
    Arrays.fill(large, 10_000_000, 20_000_000, (byte) 'a');
    Files.write(source.resolve("large"), large);
  }

  /** A run that came as far as its first stage. */
  private static void journal(Path run) {
    try (Journal journal =
        Journal.on(FolderJournal.open(run), Clock.SYSTEM, new Origin("here", "here"))) {
      var plan =
          new RunPlan(
              new RunId("r1"),
              "training",
              "a",
              "b",
              Instant.now(),
              Optional.empty(),
              Optional.of(RunPlan.VERSION),
              Optional.empty(),
              Optional.empty());
      String check = Strategies.REPLACE.stages().getFirst().key();
      journal.append(Entry.of(Entry.Kind.STARTED).with(plan));
      journal.append(Entry.of(Entry.Kind.STAGE_BEGAN).in(check));
      journal.append(Entry.of(Entry.Kind.STAGE_DONE).in(check).with(""));
      journal.append(Entry.of(Entry.Kind.ENDED).with("training"));
    }
  }

  /** Commands on a stack file, as far as they get without a stack. */
  private static void stack(Path folder) throws IOException {
    Files.write(folder.resolve("password"), new byte[] {1});
    Path file = folder.resolve("rehome.yaml");
    Files.writeString(
        file,
        """
        stack: training
        files: [ { root: %s, include: [folder1] } ]
        repository: { location: repository, password: "${file:password}" }
        """
            .formatted(folder.resolve("source")));
    journal(folder.resolve(".rehome/runs/r1"));
    for (String command : List.of("backup", "backups", "status", "report")) {
      Commands.all().execute(command, "--file", file.toString());
    }
  }

  public static void main(String[] arguments) throws IOException {
    Commands.all().execute("repository", "--help");
    Commands.all().execute("repository", "backup", "--help");
    Path folder = Files.createTempDirectory("rehome-training");
    try {
      Path source = Files.createDirectory(folder.resolve("source"));
      fill(source);
      Path location = Files.createDirectory(folder.resolve("repository"));
      var created =
          Repository.init(
              new LocalBackend(location), new byte[] {1}, () -> PasswordHash.of(32768, 8, 2));
      try (Repository repository = created.repository()) {
        BackupResult stored =
            new Backup(
                    repository,
                    BackupOptions.PLAIN,
                    BackupListener.SILENT,
                    new Meter(),
                    new Cancellation())
                .paths(List.of(RawPath.of(source)));
        new Check(repository, true, CheckListener.SILENT, new Meter(), new Cancellation()).run();
        new Restore(
                repository,
                RestoreOptions.ALL,
                RestoreListener.SILENT,
                new Meter(),
                new Cancellation())
            .run(stored.tree(), RawPath.of(folder.resolve("target")));
      }
      stack(folder);
    } finally {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
