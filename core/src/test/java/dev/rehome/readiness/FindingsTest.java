package dev.rehome.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static Findings failing() {
    throw new FailureException(
        Failure.Kind.FAILED, "it is out of reach", Safety.NOTHING_CHANGED, "go nearer", "or not");
  }

  @Test
  void aLookThatCannotLookIsAProblemAndTheNextOneLooksAllTheSame() {
    Findings found = Findings.of(FindingsTest::failing, () -> Findings.later("how it is"));
    assertThat(found.problems()).containsExactly("it is out of reach (go nearer)");
    assertThat(found.later()).containsExactly("how it is");
  }

  @Test
  void whatCouldNotBeHadIsNotLookedAt() {
    var looked = new AtomicBoolean();
    Attempt<String> attempt = Attempt.of(() -> failing().toString());
    Findings found =
        attempt.then(
            value -> {
              looked.set(true);
              return Findings.NONE;
            });
    assertThat(looked).isFalse();
    assertThat(found.problems()).containsExactly("it is out of reach (go nearer)");
    assertThat(Attempt.of(() -> "here").then(Findings::warning).warnings()).containsExactly("here");
  }

  @Test
  void theSameIsSaidOnce() {
    Findings one = Findings.problem("twice").and(Findings.warning("w"));
    assertThat(one.and(Findings.problem("twice"))).isEqualTo(one);
  }
}
