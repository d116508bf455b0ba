package dev.rehome.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.failure.Failure;
import dev.rehome.repository.backend.BackendException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void aRepositoryThatIsAwayIsNoMistakeOfTheProgram() {
    var away = new BackendException(BackendException.Kind.ABSENT, "could not write a in b");
    Failure failure = Failures.of(away);
    assertThat(failure.whatHappened()).isEqualTo("could not write a in b");
    assertThat(String.join(" ", failure.next()))
        .contains("see whether the repository is there")
        .doesNotContain("REHOME_TRACE");
  }
}
