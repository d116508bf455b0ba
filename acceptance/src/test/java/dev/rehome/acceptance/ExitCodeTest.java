package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.cli.terminal.ExitCode;
import dev.rehome.cli.terminal.Failures;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A code that says that nothing was changed is given only when nothing was. */
class ExitCodeTest {
  private static ExitCode code(Failure.Kind kind, Safety safe) {
    return Failures.of(new FailureException(kind, "something happened", safe)).code();
  }

  @ParameterizedTest
  @EnumSource(names = {"BAD_INPUT", "NOT_READY", "NOT_APPROVED", "FAILED"})
  void whatIsFoundMissingAfterDestroyHolds(Failure.Kind kind) {
    assertThat(code(kind, new Safety.Destroyed("the old stack is destroyed")))
        .isEqualTo(ExitCode.HELD);
    assertThat(code(kind, new Safety.Standing("the old stack serves again")))
        .isEqualTo(ExitCode.FAILED);
    assertThat(code(kind, new Safety.Unknown("look at it"))).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void whatIsFoundBeforeAnythingChangedIsToldApart() {
    assertThat(code(Failure.Kind.BAD_INPUT, Safety.NOTHING_CHANGED)).isEqualTo(ExitCode.USAGE);
    assertThat(code(Failure.Kind.NOT_READY, Safety.NOTHING_CHANGED)).isEqualTo(ExitCode.NOT_READY);
    assertThat(code(Failure.Kind.NOT_APPROVED, new Safety.Untouched("it stands")))
        .isEqualTo(ExitCode.NOT_APPROVED);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "BUSY", "STOPPED"})
  void whatSaysNothingOfChangesStays(Failure.Kind kind) {
    Safety destroyed = new Safety.Destroyed("the old stack is destroyed");
    assertThat(code(kind, destroyed)).isEqualTo(code(kind, Safety.NOTHING_CHANGED));
  }
}
