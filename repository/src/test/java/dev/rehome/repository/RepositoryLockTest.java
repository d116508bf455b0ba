package dev.rehome.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.GoTime;
import dev.rehome.repository.format.LockFile;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryLockTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  @TempDir Path folder = Path.of("");

  private Repository repository() {
    return Repository.init(new LocalBackend(folder), new byte[] {1}, () -> PasswordHash.of(2, 1, 1))
        .repository();
  }

  private static List<Name> locks(Repository repository) {
    return repository.documents().names(Name.Kind.LOCK);
  }

  /**
   * Counts at the backend: a folder that changes while it is listed may be listed without the old
   * file and without the new one.
   */
  @Test
  void itIsRenewedWithoutAMomentWithoutIt() throws Exception {
    repository().close();
    var there = new AtomicInteger();
    List<Integer> leftAfterDelete = new CopyOnWriteArrayList<>();
    Backend counted =
        (Backend)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Backend.class},
                (_, method, arguments) -> {
                  boolean lock =
                      arguments != null
                          && arguments[0] instanceof Name name
                          && name.kind() == Name.Kind.LOCK;
                  if (lock && method.getName().equals("delete")) {
                    leftAfterDelete.add(there.decrementAndGet());
                  }
                  Object result = method.invoke(new LocalBackend(folder), arguments);
                  if (lock && method.getName().startsWith("put")) {
                    there.incrementAndGet();
                  }
                  return result;
                });
    try (Repository repository = Repository.open(counted, new byte[] {1})) {
      try (RepositoryLock lock =
          RepositoryLock.take(repository, RepositoryLock.Mode.EXCLUSIVE, OFTEN)) {
        while (leftAfterDelete.size() < 5) {
          Thread.sleep(5);
        }
        lock.ensureHeld();
      }
      assertThat(locks(repository)).isEmpty();
    }
    assertThat(leftAfterDelete.subList(0, leftAfterDelete.size() - 1)).containsOnly(1);
    assertThat(leftAfterDelete.getLast()).isZero();
  }

  @Test
  void whoseLockWasRemovedByOthersStops() throws Exception {
    try (Repository repository = repository();
        RepositoryLock lock = RepositoryLock.take(repository, RepositoryLock.Mode.SHARED, OFTEN)) {
      RepositoryLock.remove(repository, true);
      Thread.sleep(1000);
      assertThatThrownBy(lock::ensureHeld)
          .isInstanceOf(RepositoryFailure.class)
          .hasMessageContaining("was removed by another process");
      assertThat(locks(repository)).isEmpty(); // and it does not come back
    }
  }

  @Test
  void anotherThatCameBetweenTheTwoLooksIsNoticedBeforeAnythingIsWritten() throws Exception {
    try (Repository repository = repository();
        RepositoryLock lock = RepositoryLock.begin(repository)) {
      repository
          .documents()
          .save(
              Name.Kind.LOCK,
              new LockFile(GoTime.local(Instant.now()), true, "elsewhere", "somebody", 1, 0, 0)
                  .encode());
      assertThatThrownBy(lock::ensureHeld)
          .isInstanceOf(RepositoryFailure.class)
          .hasMessageContaining("is locked exclusively by somebody on elsewhere");
      try (var writer = new BlobWriter(repository, lock)) {
        byte[] content = new byte[1000];
        writer.store(BlobType.DATA, content, content.length);
        assertThatThrownBy(writer::finish).isInstanceOf(RepositoryFailure.class);
      }
      assertThat(repository.documents().names(Name.Kind.PACK)).isEmpty();
    }
  }

  @Test
  void staleIsWhoseProcessEndedHereOrWhoWasSilentForHalfAnHour() {
    Party self = Party.self();
    Instant now = Instant.now();
    assertThat(held(now, self.hostname(), self.pid()).stale(now)).isFalse();
    assertThat(held(now, self.hostname(), 4_194_305).stale(now))
        .isTrue(); // beyond the kernel's largest
    assertThat(held(now, "elsewhere", 4_194_305).stale(now)).isFalse();
    assertThat(held(now.minus(Duration.ofMinutes(31)), "elsewhere", 1).stale(now)).isTrue();
  }

  private static RepositoryLock.Held held(Instant time, String hostname, long pid) {
    var file = new LockFile(GoTime.local(time), false, hostname, "someone", pid, 0, 0);
    return new RepositoryLock.Held(new Name(Name.Kind.LOCK, "ab".repeat(32)), file);
  }
}
