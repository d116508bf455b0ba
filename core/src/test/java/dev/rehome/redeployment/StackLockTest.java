package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.backup.StackRepository;
import dev.rehome.failure.FailureException;
import dev.rehome.repository.Cancellation;
import dev.rehome.repository.Repository;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.crypto.PasswordHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackLockTest {
  @TempDir Path folder = Path.of("");

  private StackRepository repository(String stack) {
    var backend = new LocalBackend(folder);
    byte[] password = {1};
    Repository repository =
        folder.resolve("config").toFile().exists()
            ? Repository.open(backend, password)
            : Repository.init(backend, password, () -> PasswordHash.of(2, 1, 1)).repository();
    return new StackRepository(repository, stack, new Cancellation());
  }

  @Test
  void oneOwnerAtATimeAndAnotherIsToldWho() {
    try (StackRepository shop = repository("shop")) {
      try (var lock = StackLock.take(shop, "run r1", false)) {
        lock.ensureHeld();
        assertThatThrownBy(() -> StackLock.take(shop, "run r2", false))
            .isInstanceOf(FailureException.class)
            .hasMessageContaining("another run of shop is on")
            .hasMessageContaining("at work on run r1 since ");
        try (var other = StackLock.take(repository("wiki"), "run r1", false)) {
          other.ensureHeld();
        }
      }
      assertThat(StackLock.holder(shop)).isEmpty();
      StackLock.take(shop, "run r3", false).close();
    }
  }

  @Test
  @SuppressWarnings("try") // giving back what is no longer one's own must not harm
  void whoWasTakenOverFromStops() {
    try (StackRepository shop = repository("shop");
        var first = StackLock.take(shop, "run r1", false);
        var second = StackLock.take(shop, "run r1", true)) {
      second.ensureHeld();
      assertThatThrownBy(first::ensureHeld).hasMessageContaining("no longer this run's");
      first.close();
      second.ensureHeld();
    }
  }

  @Test
  void ofManyAtOnceOneWins() throws Exception {
    StackRepository shop = repository("shop");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> tries = new ArrayList<>();
      Callable<Boolean> take =
          () -> {
            try {
              StackLock.take(shop, "a race", false);
              return true;
            } catch (FailureException e) {
              return false;
            }
          };
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
}
