package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A destroy by Terraform that fails has taken the state's outputs, and perhaps more. */
class FailedDestroyTest {
  private LiveStack stack;

  @SuppressWarnings("NullAway.Init")
  FailedDestroyTest() {}

  @BeforeEach
  void build() throws IOException {
    stack = LiveStack.build(true);
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  private void assertWhole(String shipping) throws IOException {
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    assertThat(stack.admin(LiveStack.PRODUCTION, "SELECT to_regclass('shipping')"))
        .isEqualTo(shipping);
    assertThat(
            stack.admin(
                LiveStack.PRODUCTION, "SELECT count(*) FROM orders WHERE item LIKE 'order %'"))
        .isEqualTo("500");
  }

  @Test
  @Tag("long")
  void whatStandsWithoutOutputsServesAgainAndIsResumed() throws IOException {
    stack.fault("service-destroy.before", "fail");
    Finished failed = stack.type("rehome run second --approve live");
    assertThat(failed.exitCode()).as(failed.errors()).isEqualTo(1);
    assertThat(failed.errors()).contains("nothing was destroyed; the old stack serves again");
    assertWhole("");
    Finished resumed = stack.type("rehome resume --approve live");
    assertThat(resumed.exitCode()).as(resumed.errors()).isZero();
    assertWhole("shipping");
  }

  @Test
  void whatStandsByItsLooksAndDoesNotOpenIsRebuiltFromTheBackup() throws IOException {
    stack.fault("service-destroy.after", "fail");
    Finished failed = stack.type("rehome run second --approve live");
    assertThat(failed.exitCode()).as(failed.errors()).isEqualTo(1);
    assertThat(failed.errors())
        .contains("by its looks all of the old stack stands; opening it again did not succeed")
        .contains("rehome resume r1    goes on without opening it");
    Finished back = stack.type("rehome rollback --approve live");
    assertThat(back.exitCode()).as(back.output() + back.errors()).isZero();
    assertThat(back.output()).contains("rolled back");
    assertWhole("");
  }
}
