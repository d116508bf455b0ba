package dev.rehome.testkit;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Keys;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupListener;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.check.Check;
import dev.rehome.repository.check.CheckListener;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.restore.Restore;
import dev.rehome.repository.restore.RestoreListener;
import dev.rehome.repository.restore.RestoreOptions;
import dev.rehome.repository.restore.RestoreResult;
import dev.rehome.repository.retention.Prune;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Short words for what tests do with repositories. Keys cost next to nothing here, so that tests
 * are quick.
 */
public final class Repositories {
  public static final String PASSWORD = "a test's password";

  private Repositories() {}

  public static byte[] password() {
    return Keys.bytes(PASSWORD);
  }

  public static PasswordHash cheap() {
    return PasswordHash.of(16, 8, 1);
  }

  public static Repository make(Backend backend) {
    return Repository.init(backend, password(), Repositories::cheap).repository();
  }

  public static Repository make(Path folder) {
    try {
      return make(new LocalBackend(Files.createDirectories(folder)));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public static Repository open(Path folder) {
    return Repository.open(new LocalBackend(folder), password());
  }

  public static BackupResult backUp(Repository repository, Path... paths) {
    List<RawPath> raw = List.of(paths).stream().map(RawPath::of).toList();
    return new Backup(
            repository, BackupOptions.PLAIN, BackupListener.SILENT, new Meter(), new Cancellation())
        .paths(raw);
  }

  public static RestoreResult restore(Repository repository, Id tree, Path target) {
    return new Restore(
            repository, RestoreOptions.ALL, RestoreListener.SILENT, new Meter(), new Cancellation())
        .run(tree, RawPath.of(target));
  }

  public static void prune(Repository repository) {
    new Prune(repository, 0, new Meter(), new Cancellation()).run();
  }

  /** What a check with all data finds wrong. */
  public static List<String> check(Repository repository) {
    var problems = new ArrayList<String>();
    new Check(repository, true, new Gathering(problems), new Meter(), new Cancellation()).run();
    return problems;
  }

  private record Gathering(List<String> problems) implements CheckListener {
    @Override
    public void problem(String file, String what) {
      synchronized (problems) {
        problems.add(what);
      }
    }

    @Override
    public void note(String what) {}
  }
}
