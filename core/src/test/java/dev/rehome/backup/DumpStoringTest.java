package dev.rehome.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.DumpFolder;
import dev.rehome.files.FileStore;
import dev.rehome.files.FilesHere;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.Snapshots;
import dev.rehome.repository.Subtrees;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.progress.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump that is stored while it is written. */
class DumpStoringTest {
  private static final int LARGE = 65 << 20;

  @TempDir Path folder = Path.of("");
  private Path dump = Path.of("");
  private StackRepository stack;
  private Repository repository;

  @SuppressWarnings("NullAway.Init")
  DumpStoringTest() {}

  @BeforeEach
  void make() throws IOException {
    dump = Files.createDirectory(folder.resolve("app"));
    var backend = new LocalBackend(Files.createDirectory(folder.resolve("repository")));
    repository =
        Repository.init(backend, new byte[] {1}, () -> PasswordHash.of(2, 1, 1)).repository();
    stack = new StackRepository(repository, "shop", new Cancellation());
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private DumpStoring storing() {
    var files = new FilesHere(repository, new Meter(), stack.cancellation());
    return new DumpStoring(stack, files, DumpFolder.here(dump));
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[LARGE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private List<Snapshots.Saved> snapshots() {
    return repository.snapshots().list();
  }

  private void awaitSnapshot() throws InterruptedException {
    Instant limit = Instant.now().plus(Duration.ofMinutes(2));
    while (snapshots().isEmpty()) {
      assertThat(Instant.now()).as("something is stored while the dump is written").isBefore(limit);
      Thread.sleep(50);
    }
  }

  private byte[] stored(FileStore.Stored whole, String name) {
    return Subtrees.content(repository.blobs(), whole.tree(), dump.resolve(name).toString());
  }

  @Test
  void finishedFilesAreStoredWhileOthersAreWrittenAndOnesThatGrowAfterAllOnceMore()
      throws Exception {
    byte[] first = bytes(1);
    byte[] second = bytes(2);
    Files.write(dump.resolve("1.dat"), Arrays.copyOf(first, LARGE - 5));
    try (DumpStoring storing = storing()) {
      awaitSnapshot();
      long before = repository.blobs().index().size();
      Files.write(
          dump.resolve("1.dat"),
          Arrays.copyOfRange(first, LARGE - 5, LARGE),
          StandardOpenOption.APPEND);
      Files.write(dump.resolve("2.dat"), second);
      Files.writeString(dump.resolve("toc.dat"), "small");
      FileStore.Stored whole = storing.finish();
      assertThat(before).as("blobs stored before").isPositive();
      assertThat(snapshots()).extracting(Snapshots.Saved::id).containsExactly(whole.snapshot());
      assertThat(stored(whole, "1.dat")).isEqualTo(first);
      assertThat(stored(whole, "2.dat")).isEqualTo(second);
      assertThat(stored(whole, "toc.dat")).asString().isEqualTo("small");
    }
    assertThat(snapshots()).as("what was finished is kept").hasSize(1);
  }

  @Test
  void aDumpThatFailsLeavesNoSnapshot() throws Exception {
    Files.write(dump.resolve("1.dat"), bytes(1));
    try (DumpStoring storing = storing()) {
      awaitSnapshot();
      assertThat(storing).isNotNull();
    }
    assertThat(snapshots()).isEmpty();
  }
}
