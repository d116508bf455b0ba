package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A fault on a real stack, together with what its operator does next. */
class NextActTest {
  private LiveStack stack;
  private LiveOperator operator;

  @SuppressWarnings("NullAway.Init")
  NextActTest() {}

  @BeforeEach
  void build() throws IOException {
    stack = LiveStack.build(true);
    operator = new LiveOperator(stack);
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  /** A run that holds, since nothing could be built in place of what was destroyed. */
  private void holdAfterDestroy() throws IOException {
    stack.fault("database-create.before", "fail");
    assertThat(operator.fails("rehome run second --approve live"))
        .contains("the old stack is destroyed");
  }

  private Path journal() {
    return stack.folder().resolve(".rehome/runs/r1/journal.jsonl");
  }

  /** Kills Rehome when its migration is under way. */
  private void killWhileItMigrates() throws IOException, InterruptedException {
    stack.fault("migrate", "slow");
    try (Running running = stack.typed("rehome run second --approve live")) {
      while (running.isAlive()
          && Files.exists(stack.folder().resolve("faults/production-migrate"))) {
        Thread.sleep(50);
      }
      running.signal("KILL");
      assertThat(running.finish(new byte[0], Shop.LIMIT).exitCode()).isNotZero();
    }
    assertThat(stack.atWork()).as("its migration runs on").isTrue();
  }

  /** A run whose destroy could not lock the state; people write to what still stands. */
  private void writeWhereTheStateWasLocked() throws IOException {
    Shell.run(
        stack.folder(),
        """
        mkdir bin
        real=$(command -v terraform)
        cat > bin/terraform <<END
        #!/bin/sh
        case "\\$*" in
          *apply*destroy*)
            if [ ! -e "$PWD/locked" ]; then
              touch "$PWD/locked"
              exec python3 -c 'import fcntl, subprocess, sys
        state = open("$PWD/live/deploy/terraform.tfstate.d/production/terraform.tfstate", "r+")
        fcntl.lockf(state, fcntl.LOCK_EX)
        sys.exit(subprocess.run(sys.argv[1:]).returncode)' $real "\\$@"
            fi ;;
        esac
        exec $real "\\$@"
        END
        chmod +x bin/terraform
        """);
    String said = operator.fails("PATH=$PWD/bin:$PATH rehome run second --approve live");
    assertThat(stack.folder().resolve("locked")).exists();
    assertThat(said).contains("nothing was destroyed; the old stack serves again");
    stack.writesAsSuperuser(LiveStack.PRODUCTION);
    stack.writesAFile(LiveStack.PRODUCTION);
  }

  @Test
  @Tag("long")
  void aDestroyThatCouldNotLockTheStateIsLookedAtAgain() throws IOException {
    writeWhereTheStateWasLocked();
    assertThat(operator.succeeds("rehome resume --approve live")).contains("redeployed");
    operator.assertServesWithAll("shipping");
  }

  @Test
  @Tag("long")
  void goingBackAfterADestroyThatCouldNotLockTheStateDestroysNothing() throws IOException {
    writeWhereTheStateWasLocked();
    assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
    operator.assertServesWithAll("");
    assertThat(stack.folder().resolve("provisioned"))
        .content()
        .doesNotContain(" production database destroy");
  }

  @Test
  @Tag("long")
  void rollingBackInStagingTouchesNothingOfIt() throws IOException {
    holdAfterDestroy();
    long before = destroyedInStaging();
    operator.fails("rehome rollback --file staging.yaml --approve live");
    Shell.run(stack.folder(), "sed 's/^stack: live/stack: other/' rehome.yaml > other.yaml");
    assertThat(operator.fails("rehome rollback --file other.yaml --approve other"))
        .contains("there is no run of other yet");
    assertThat(destroyedInStaging()).isEqualTo(before);
    assertThat(stack.serves(LiveStack.STAGING)).isTrue();
    assertThat(operator.fails("rehome rollback < /dev/null"))
        .contains("waits for approval", "rehome rollback r1 --approve live");
    assertThat(operator.fails("rehome rollback --approve live"))
        .contains("terraform untaint terraform_data.database");
    Shell.run(
        stack.folder(),
        "cd live/deploy && TF_WORKSPACE=production terraform untaint terraform_data.database");
    assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
    operator.assertServesWithAll("");
  }

  private long destroyedInStaging() throws IOException {
    return Files.readAllLines(stack.folder().resolve("provisioned")).stream()
        .filter(line -> line.contains(" staging ") && line.contains(" destroy "))
        .count();
  }

  @Test
  @Tag("long")
  void aDamagedJournalIsReplacedByTheRepositorysCopy() throws IOException {
    holdAfterDestroy();
    byte[] whole = Files.readAllBytes(journal());
    byte[] damaged = whole.clone();
    java.util.Arrays.fill(damaged, whole.length / 3, whole.length / 2, (byte) 0);
    Files.write(journal(), damaged);
    assertThat(operator.succeeds("rehome resume --approve live")).contains("redeployed");
    operator.assertServesWithAll("shipping");
  }

  @Test
  @Tag("long")
  void whatStillMigratesIsEndedOrWaitedForBeforeGoingBack() throws Exception {
    killWhileItMigrates();
    assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
    assertThat(stack.atWork()).isFalse();
    operator.assertServesWithAll("");
  }

  /** Nobody saw how it left the database, so whose the last rows are nobody can say. */
  @Test
  @Tag("long")
  void whatIsWrittenAfterAMigrationThatNobodySawEndIsSavedBeforeGoingBack() throws Exception {
    killWhileItMigrates();
    while (stack.atWork()) {
      Thread.sleep(200);
    }
    stack.writesAsSuperuser(LiveStack.PRODUCTION);
    String row = operator.written(LiveStack.PRODUCTION, "row").getLast();
    assertThat(operator.succeeds("rehome rollback --approve live"))
        .contains(
            "how a migration left database ",
            "has what was written to the new stack",
            "rolled back");
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    assertThat(stack.admin(LiveStack.PRODUCTION, "SELECT to_regclass('shipping')")).isEmpty();
    assertThat(stack.backups()).contains(row);
  }

  @Test
  @Tag("long")
  void whatWasKilledWhileItMigratedIsNotMigratedTwiceFromAnotherFolder() throws Exception {
    killWhileItMigrates();
    Shell.run(stack.folder(), "rm -rf .rehome");
    Finished finished = stack.type("rehome resume --state-folder elsewhere --approve live");
    if (finished.exitCode() != 0) { // what was at work cannot be told from others' writes
      assertThat(finished.errors()).contains("rehome rollback r1    ");
      operator.succeeds("rehome rollback --state-folder elsewhere --approve live");
      operator.assertServesWithAll("");
    } else {
      operator.assertServesWithAll("shipping");
    }
  }

  @Test
  @Tag("long")
  void whatUsersWroteAfterAFailedHealthCheckIsSavedBeforeGoingBack() throws Exception {
    Path sick = stack.folder().resolve("sick");
    Shell.run(
        stack.folder(),
        "sed -i \"s|^health: .*|health: [ { run: [test, '!', -e, $PWD/sick], within: 2s } ]|\""
            + " rehome.yaml");
    try (Running running = stack.typed("rehome run second --approve live")) {
      while (running.isAlive() && !Files.exists(sick)) {
        if (Files.exists(journal()) && Files.readString(journal()).contains("\"migrate\"")) {
          Files.createFile(sick); // by then nobody looks whether the old stack is well
        }
        Thread.sleep(50);
      }
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.errors()).contains("was opened, and users may be in it");
    }
    stack.writesAsSuperuser(LiveStack.PRODUCTION);
    String row = operator.written(LiveStack.PRODUCTION, "row").getLast();
    Files.delete(sick);
    String said = operator.succeeds("rehome rollback --approve live");
    assertThat(said).contains("has what was written to the new stack").contains("rolled back");
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    assertThat(stack.admin(LiveStack.PRODUCTION, "SELECT to_regclass('shipping')")).isEmpty();
    assertThat(stack.backups()).contains(row);
  }
}
