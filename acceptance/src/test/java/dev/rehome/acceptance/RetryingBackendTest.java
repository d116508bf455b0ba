package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.RetryingBackend;
import dev.rehome.testkit.BackendContract;
import dev.rehome.testkit.FailingBackend;
import dev.rehome.testkit.FlakyBackend;
import dev.rehome.testkit.MemoryBackend;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * With retries, a backend that fails every third time keeps the whole contract, also when its
 * answers are lost.
 */
class RetryingBackendTest extends BackendContract {
  @Override
  protected Backend empty() {
    return new RetryingBackend(new FlakyBackend(new MemoryBackend(), 20261122), 40, Duration.ZERO);
  }

  @Test
  void whatWillNotPassIsNotTriedAgain() {
    var counting = new FailingBackend(new MemoryBackend());
    var retrying = new RetryingBackend(counting, 5, Duration.ZERO);
    assertThatThrownBy(() -> retrying.readAll(Name.CONFIG)).isInstanceOf(BackendException.class);
    assertThat(counting.calls()).isEqualTo(1);
  }

  @Test
  void itGivesUpAfterItsAttempts() {
    var failing = new FailingBackend(new MemoryBackend(), 1, FailingBackend.When.BEFORE);
    var retrying = new RetryingBackend(failing, 4, Duration.ZERO);
    assertThatThrownBy(() -> retrying.delete(Name.CONFIG)).isInstanceOf(BackendException.class);
    assertThat(failing.calls()).isEqualTo(4);
  }
}
