package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Until somebody removes a file, planning waits for ever once the stack is closed. */
  @Test
  @Tag("long")
  void aPlanThatHangsIsEndedAndTheOldStackServesAgain() throws Exception {
    Path folder = stack.folder();
    Shell.run(
        folder,
        """
        sed -i 's/^  terraform:$/  terraform:\\n    binary: .\\/terraform\\n    within: 10s/' rehome.yaml
        cat > terraform << EOF
        #!/bin/sh
        case " \\$* " in *' plan '*) if [ -e "$PWD/hangs" ]; then exec sleep 7654321; fi ;; esac
        exec terraform "\\$@"
        EOF
        chmod 755 terraform
        """);
    try (Running running = stack.typed("rehome run second --approve live")) {
      Path journal = folder.resolve(".rehome/runs/r1/journal.jsonl");
      while (running.isAlive()
          && !(Files.exists(journal) && Files.readString(journal).contains("\"back up\""))) {
        Thread.sleep(20);
      }
      Files.createFile(folder.resolve("hangs"));
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(1);
      assertThat(finished.errors())
          .contains("did not end within 10.0 seconds")
          .contains("nothing was destroyed; the old stack serves again")
          .contains("infrastructure.terraform.within in the stack file gives it more time");
    }
    assertWhole("");
    assertThat(Command.of("pgrep", "-f", "sleep 7654321").run(Shop.LIMIT).exitCode()).isEqualTo(1);
    Files.delete(folder.resolve("hangs"));
    Finished resumed = stack.type("rehome resume --approve live");
    assertThat(resumed.exitCode()).as(resumed.errors()).isZero();
    assertWhole("shipping");
  }
}
