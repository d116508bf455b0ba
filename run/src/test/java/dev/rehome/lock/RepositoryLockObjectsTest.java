package dev.rehome.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock in a real repository, by this process. */
class RepositoryLockObjectsTest {
  @TempDir Path folder = Path.of("");

  private Repository repository() {
    return Repository.init(new LocalBackend(folder), new byte[] {1}, () -> PasswordHash.of(2, 1, 1))
        .repository();
  }

  private static LockTaking of(Repository repository, String stack) {
    return LockTaking.of(repository, stack, said -> {});
  }

  @Test
  @SuppressWarnings("try") // it is given back within
  void stacksDoNotWaitForEachOther() {
    try (Repository repository = repository()) {
      StackLock shop = of(repository, "shop").take("run r1", false);
      StackLock wiki = of(repository, "wiki").take("run r1", false);
      shop.ensureHeld();
      wiki.ensureHeld();
      shop.renew();
      var objects = new RepositoryLockObjects(repository, "shop");
      assertThat(StackLock.holder(objects))
          .get()
          .satisfies(
              held -> {
                assertThat(held.process()).isEqualTo(ProcessIdentity.self());
                assertThat(held.renewals()).isEqualTo(1);
              });
      shop.close();
      assertThat(StackLock.holder(objects)).isEmpty();
      of(repository, "shop").take("run r2", false).close();
      assertThat(objects.newest()).isEqualTo(2);
      assertThat(objects.read(1)).isEmpty();
    }
  }

  @Test
  void ofManyAtOnceOneWins() throws Exception {
    try (Repository repository = repository();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<Boolean> take =
          () -> {
            try {
              of(repository, "shop").take("a race", false);
              return true;
            } catch (dev.rehome.failure.FailureException e) {
              return false;
            }
          };
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tries.add(threads.submit(take));
      }
      int winners = 0;
      for (Future<Boolean> each : tries) {
        winners += each.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void whatAnotherVersionWroteIsNotTakenForNobodys() throws IOException {
    try (Repository repository = repository()) {
      of(repository, "shop").take("run r1", false);
      var objects = new RepositoryLockObjects(repository, "shop");
      try (var files = Files.walk(folder)) {
        Path file =
            files
                .filter(
                    each -> each.toString().contains("stack-locks") && Files.isRegularFile(each))
                .findFirst()
                .orElseThrow();
        file.toFile().setWritable(true);
        Files.writeString(file, "broken");
      }
      assertThatThrownBy(() -> of(repository, "shop").take("run r2", false))
          .hasMessageContaining("it cannot be read who has the lock of shop");
      of(repository, "shop").take("run r2", true).ensureHeld();
      assertThat(objects.newest()).isEqualTo(2);
    }
  }

  @Test
  void renewalGoesOnAfterAFailure() throws InterruptedException {
    var objects = new LockObjectsInMemory();
    var taking =
        new LockTaking(
            objects,
            LockClock.SYSTEM,
            ProcessIdentity.self(),
            "ops",
            ProcessTable.HERE,
            said -> {});
    StackLock lock = taking.take("run r1", false);
    objects.fault = LockObjectsInMemory.Fault.FAILS;
    var soon = java.time.Duration.ofMillis(1);
    try (var renewal = LockRenewal.of(lock, soon, soon)) {
      Thread.sleep(50);
      objects.fault = LockObjectsInMemory.Fault.NONE;
      long before = renewals(objects);
      while (renewals(objects) <= before) {
        Thread.sleep(1);
      }
      assertThat(renewal).isNotNull();
    }
    lock.ensureHeld();
  }

  private static long renewals(LockObjects objects) {
    return StackLock.holder(objects).orElseThrow().renewals();
  }
}
