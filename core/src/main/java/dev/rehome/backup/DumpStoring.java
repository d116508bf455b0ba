package dev.rehome.backup;

import dev.rehome.database.DumpFolder;
import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import dev.rehome.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stores a dump, and those of its files that are finished while the rest is still written. Nobody
 * tells which are: one that did not grow between two looks counts as finished. If it grows after
 * all, {@link #finish} stores it again, since its size is another: a dump is only appended to.
 */
final class DumpStoring implements AutoCloseable {
  /** Storing has a price of its own: a snapshot, an index file, and a look at the index. */
  private static final long WORTHWHILE = 64L << 20;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final StackRepository repository;
  private final DumpFolder dump;
  private final FileStore files;
  private final CountDownLatch written = new CountDownLatch(1);
  private final CompletableFuture<Void> meanwhile;
  private final TreeSet<String> names = new TreeSet<>();
  private Optional<FileStore.Stored> stored = Optional.empty();

  /**
   * Begins to look at a dump that somebody is about to write.
   *
   * @param files of the machine that it is on
   */
  DumpStoring(StackRepository repository, FileStore files, DumpFolder dump) {
    this.repository = repository;
    this.files = files;
    this.dump = dump;
    this.meanwhile = CompletableFuture.runAsync(this::storeMeanwhile, Thread::startVirtualThread);
  }

  private void storeMeanwhile() {
    Map<String, Long> before = Map.of();
    try {
      while (!written.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        Map<String, Long> now = dump.largeFiles();
        var settled = new ArrayList<>(now.entrySet());
        settled.retainAll(before.entrySet());
        settled.removeIf(file -> names.contains(file.getKey()));
        if (settled.stream().mapToLong(Map.Entry::getValue).sum() >= WORTHWHILE) {
          settled.forEach(file -> names.add(file.getKey()));
          store(names.stream().map(name -> folder() + "/" + name).toList());
        }
        before = now;
      }
    } catch (RuntimeException e) {
      // What stands in the way stands in the way of finish(), too, which tells of it; or is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stores the rest of a dump that is now complete. */
  FileStore.Stored finish() {
    endMeanwhile();
    FileStore.Stored whole = store(List.of(folder()));
    BackupTaking.refuseIncomplete(whole, "see what happened to the dump, and start again");
    stored = Optional.empty(); // it is the caller's now
    return whole;
  }

  private String folder() {
    return String.valueOf(dump.path().getFileName());
  }

  /** The snapshot before goes: this one has all that it had. */
  private FileStore.Stored store(List<String> include) {
    var set =
        new FileSet(
            dump.host().map(Host::name),
            Objects.requireNonNull(dump.path().getParent()).toString(),
            include,
            List.of());
    FileStore.Stored now =
        files.store(set, stored.map(FileStore.Stored::tree), repository.tags("part"));
    forget();
    stored = Optional.of(now);
    return now;
  }

  private void forget() {
    stored.ifPresent(before -> repository.repository().snapshots().delete(before.snapshot()));
    stored = Optional.empty();
  }

  private void endMeanwhile() {
    written.countDown();
    meanwhile.join();
  }

  @Override
  public void close() {
    endMeanwhile();
    forget();
  }
}
