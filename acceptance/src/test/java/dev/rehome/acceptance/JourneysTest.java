package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backup.Backup;
import dev.rehome.repository.backup.BackupListener;
import dev.rehome.repository.backup.BackupOptions;
import dev.rehome.repository.backup.BackupResult;
import dev.rehome.repository.check.ReadBack;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.progress.Meter;
import dev.rehome.repository.restore.Restore;
import dev.rehome.repository.restore.RestoreListener;
import dev.rehome.repository.restore.RestoreOptions;
import dev.rehome.testkit.MemoryBackend;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a repository on another machine is asked for something. */
class JourneysTest {
  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final AtomicInteger reads = new AtomicInteger();
  private final Backend far = counting(new MemoryBackend(), reads);

  @BeforeEach
  void makeFiles() throws IOException {
    for (int i = 0; i < 300; i++) {
      Path inside = Files.createDirectories(folder.resolve("folder-" + i));
      Files.writeString(inside.resolve("file"), "content " + i);
    }
  }

  @Test
  void anUnchangedBackupDoesNotFetchEachFoldersTreeAlone() {
    try (Repository repository = init()) {
      BackupResult first = backup(repository);
      reads.set(0);
      BackupResult second = backup(repository);
      assertThat(reads.get()).isLessThan(30);
      assertThat(treeOfFolder(repository, second)).isEqualTo(treeOfFolder(repository, first));
    }
  }

  @Test
  void readingAllFilesBackDoesNotFetchEachAlone() {
    try (Repository repository = init()) {
      BackupResult stored = backup(repository);
      reads.set(0);
      var meter = new Meter();
      try (var readBack = new ReadBack(repository.blobs(), new Cancellation(), meter)) {
        readBack.read(stored.tree());
      }
      assertThat(meter.now().files()).isEqualTo(300);
      assertThat(meter.now().bytes()).isEqualTo(stored.summary().bytes());
      assertThat(reads.get()).isLessThan(30);
    }
  }

  @Test
  void aRestoreDoesNotFetchEachFileAlone() {
    try (Repository repository = init()) {
      BackupResult stored = backup(repository);
      reads.set(0);
      new Restore(
              repository,
              RestoreOptions.ALL,
              RestoreListener.SILENT,
              new Meter(),
              new Cancellation())
          .run(stored.tree(), RawPath.of(elsewhere));
      assertThat(elsewhere.resolve(folder.toString().substring(1) + "/folder-7/file"))
          .hasContent("content 7");
      assertThat(reads.get()).isLessThan(30);
    }
  }

  @Test
  void aLargeFileIsHandedOutInOrderWhileItsNextBlobsAreFetched() throws Exception {
    byte[] large = new byte[20_000_000];
    new Random(1).nextBytes(large);
    Files.write(folder.resolve("large"), large);
    try (Repository repository = init()) {
      BackupResult stored = backup(repository);
      String path = folder.resolve("large").toString();
      try (InputStream content = Subtrees.open(repository.blobs(), stored.tree(), path)) {
        reads.set(0);
        byte[] start = content.readNBytes(1);
        assertThat(start[0]).isEqualTo(large[0]);
        for (int i = 0; i < 1000 && reads.get() < 2; i++) {
          Thread.sleep(10);
        }
        assertThat(reads.get()).isGreaterThan(1);
        byte[] rest = content.readAllBytes();
        assertThat(rest).isEqualTo(Arrays.copyOfRange(large, 1, large.length));
      }
    }
  }

  private Repository init() {
    return Repository.init(far, new byte[] {1}, () -> PasswordHash.of(1024, 8, 1)).repository();
  }

  /** Not the whole tree: that holds /tmp, too, whose time changes while other tests run. */
  private Id treeOfFolder(Repository repository, BackupResult backup) {
    return Subtrees.folder(repository.blobs(), backup.tree(), folder.toString());
  }

  private BackupResult backup(Repository repository) {
    return new Backup(
            repository, BackupOptions.PLAIN, BackupListener.SILENT, new Meter(), new Cancellation())
        .paths(java.util.List.of(RawPath.of(folder)));
  }

  private static Backend counting(Backend backend, AtomicInteger reads) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("read")) {
                reads.incrementAndGet();
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
