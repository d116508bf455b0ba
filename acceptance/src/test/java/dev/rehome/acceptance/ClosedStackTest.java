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

/**
 * What is closed is opened again whatever else is away by then, what does not serve is not said to,
 * and what was never closed is not destroyed unseen.
 */
@Tag("long")
class ClosedStackTest {
  private static final String RUN = "rehome run second --approve live";

  private LiveStack stack;
  private LiveOperator operator;

  @SuppressWarnings("NullAway.Init")
  ClosedStackTest() {}

  @BeforeEach
  void build() throws IOException {
    stack = LiveStack.build(false);
    operator = new LiveOperator(stack);
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  /** Has a step of the stack file do something more, once, when its other commands are done. */
  private void once(String step, String script) throws IOException {
    Path more = stack.folder().resolve("once");
    Files.writeString(
        more, "cd " + stack.folder() + "\n[ -e done ] && exit 0\ntouch done\n" + script + "\n");
    Path file = stack.folder().resolve("rehome.yaml");
    String text = Files.readString(file);
    String edited =
        text.replaceFirst("(?m)^(" + step + ": .*) \\]$", "$1, { run: [sh, " + more + "] } ]");
    assertThat(edited).isNotEqualTo(text);
    Files.writeString(file, edited);
  }

  @Test
  void aRepositoryThatIsAwayKeepsNobodyOut() throws IOException {
    once("quiesce", "mv backups away");
    String said = operator.fails(RUN);
    assertThat(said).contains("nothing was destroyed; the old stack serves again");
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    assertThat(stack.reachable(LiveStack.PRODUCTION)).isTrue();
    operator.fails("rehome resume");
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    Shell.run(stack.folder(), "mv away backups");
    assertThat(operator.succeeds("rehome resume")).contains("redeployed");
    operator.assertServesWithAll("shipping");
  }

  @Test
  void aFullStateFolderKeepsNobodyOut() throws IOException {
    Shell.run(stack.folder(), "mkdir .rehome; mount -t tmpfs -o size=30m tmpfs .rehome");
    try {
      once("quiesce", "cat /dev/zero > .rehome/full 2> /dev/null || true");
      assertThat(operator.fails(RUN)).contains("the old stack serves again");
      assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
      assertThat(stack.reachable(LiveStack.PRODUCTION)).isTrue();
      operator.fails("rehome resume");
      Files.delete(stack.folder().resolve(".rehome/full"));
      assertThat(operator.succeeds("rehome resume")).contains("redeployed");
      operator.assertServesWithAll("shipping");
    } finally {
      Shell.run(stack.folder(), "umount .rehome");
    }
  }

  /** The service does not come up again; twice in a row, nobody may say that it does. */
  @Test
  void whatDoesNotStartIsNotSaidToServe() throws IOException {
    once("quiesce", "chmod -x homes/production/service/service; exit 1");
    isNotSaidToServe();
    Shell.run(stack.folder(), "chmod +x homes/production/service/service");
    assertThat(operator.succeeds("rehome rollback")).contains("rolled back");
    operator.assertServesWithAll("");
  }

  @Test
  void whatStartsAndDoesNotAnswerIsNotSaidToServe() throws IOException {
    once(
        "quiesce",
        "cd homes/production/service; cp service whole; printf '#!/bin/sh\\n[ $1 = start ]\\n' >"
            + " service; exit 1");
    isNotSaidToServe();
    Shell.run(stack.folder(), "cd homes/production/service && cp whole service");
    assertThat(operator.succeeds("rehome rollback")).contains("rolled back");
    operator.assertServesWithAll("");
  }

  private void isNotSaidToServe() {
    assertThat(operator.fails(RUN))
        .contains("nothing was destroyed; opening it again did not succeed")
        .doesNotContain("serves again");
    for (String line : new String[] {"rehome rollback", "rehome rollback"}) {
      assertThat(operator.fails(line)).doesNotContain("serves again");
    }
  }

  /** Start-up let users in, and then building failed: nothing was restored, and they write. */
  @Test
  void whatUsersWriteToAStackThatWasNeverClosedIsSaved() throws Exception {
    stack.fault("service-create.after", "fail");
    assertThat(operator.fails(RUN)).contains("the old stack is destroyed");
    int before = operator.written(LiveStack.PRODUCTION, "file").size();
    for (int i = 0;
        i < 200 && operator.written(LiveStack.PRODUCTION, "file").size() < before + 3;
        i++) {
      Thread.sleep(100);
    }
    String item = operator.written(LiveStack.PRODUCTION, "file").getLast();
    assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
    assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
    assertThat(stack.folder().resolve("homes/production/uploads/" + item)).doesNotExist();
    assertThat(stack.backups()).contains(item);
  }

  /** Start-up let users in, and building is killed: what it left is cleared, and built again. */
  @Test
  void whatUsersUploadToAStackWhoseBuildingIsKilledIsSaved() throws Exception {
    stack.fault("service-create.after", "slow");
    try (Running running = stack.typed(RUN)) {
      String item = uploaded();
      stack.killsAJob();
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.errors()).isZero();
      assertThat(finished.output()).contains("redeployed");
      assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
      assertThat(stack.folder().resolve("homes/production/uploads/" + item)).doesNotExist();
      assertThat(stack.backups()).contains(item);
      assertThat(operator.succeeds("rehome report")).contains("has all that was there");
    }
  }

  /** The moment between building and closing is enough for an upload; going back is far later. */
  @Test
  void whatUsersUploadBeforeTheNewStackIsClosedIsSaved() throws Exception {
    stack.fault("service-create.after", "slow");
    stack.fault("migrate", "fail");
    try (Running running = stack.typed(RUN)) {
      String item = uploaded();
      assertThat(running.finish(new byte[0], Shop.LIMIT).exitCode()).isNotZero();
      assertThat(stack.folder().resolve("homes/production/uploads/" + item)).exists();
      assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
      assertThat(stack.serves(LiveStack.PRODUCTION)).isTrue();
      assertThat(stack.backups()).contains(item);
    }
  }

  /** The old revision finds its files where it had them, though the new one has them elsewhere. */
  @Test
  void filesGoBackToWhereTheOldRevisionHadThem() throws Exception {
    Path file = stack.folder().resolve("rehome.yaml");
    String text = Files.readString(file);
    String edited =
        text.replace(
            "{ root: \"${output.home}\",",
            "{ from-root: \"${output.home}\", to-root: \"${output.home}/service\",");
    assertThat(edited).isNotEqualTo(text);
    Files.writeString(file, edited);
    stack.fault("migrate", "fail");
    operator.fails(RUN);
    assertThat(stack.folder().resolve("homes/production/service/uploads/1")).exists();
    assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
    operator.assertServesWithAll("");
  }

  /** A file that a user certainly uploaded while the new stack is being built. */
  private String uploaded() throws Exception {
    Path provisioned = stack.folder().resolve("provisioned");
    for (int i = 0; i < 1_200 && !Files.readString(provisioned).contains("meets slow"); i++) {
      Thread.sleep(50);
    }
    int before = operator.written(LiveStack.PRODUCTION, "file").size();
    for (int i = 0;
        i < 70 && operator.written(LiveStack.PRODUCTION, "file").size() == before;
        i++) {
      Thread.sleep(50);
    }
    assertThat(operator.written(LiveStack.PRODUCTION, "file")).hasSizeGreaterThan(before);
    return operator.written(LiveStack.PRODUCTION, "file").getLast();
  }

  /** What a crash takes from both the new stack and the proof's copy is missing all the same. */
  @Test
  void rowsThatACrashTookFromBothSidesAreLost() throws IOException {
    stack.admin(
        LiveStack.PRODUCTION,
        "SET ROLE app; CREATE UNLOGGED TABLE carts AS SELECT generate_series(1, 300) AS cart");
    once(
        "migrate",
        """
        for each in $(pgrep -f 'postgres: .*background writer'); do
          parent=$(ps -o ppid= -p $each | tr -d ' ')
          if tr '\\0' '\\n' < /proc/$parent/environ | grep -qx "CRASHING=$PWD"; then
            kill -KILL $each
            echo "$parent" >> crashed
          fi
        done
        sleep 2
        """);
    String said = operator.fails("CRASHING=$PWD " + RUN);
    assertThat(Files.readAllLines(stack.folder().resolve("crashed"))).hasSizeGreaterThan(1);
    assertThat(said).contains("table public.carts has 0 rows; before the migrations 300");
    assertThat(stack.serves(LiveStack.PRODUCTION)).as("nobody was let in").isFalse();
    assertThat(operator.succeeds("rehome rollback --approve live")).contains("rolled back");
    assertThat(stack.admin(LiveStack.PRODUCTION, "SELECT count(*) FROM carts")).isEqualTo("300");
    operator.assertServesWithAll("");
  }

  /** Two stacks whose files lie side by side have their runs there, too. */
  @Test
  void anotherStackBesideAHeldOneIsRedeployedAlone() throws IOException {
    Shell.run(stack.folder(), "sed 's/^stack: live/stack: other/' staging.yaml > other.yaml");
    stack.fault("database-create.before", "fail");
    assertThat(operator.fails(RUN)).contains("the old stack is destroyed");
    assertThat(operator.fails("rehome status --file other.yaml")).contains("no run of other yet");
    assertThat(operator.succeeds("rehome plan second --file other.yaml"))
        .doesNotContain("r1 is not over");
    assertThat(operator.succeeds("rehome run second --file other.yaml --approve other"))
        .contains("Run r1: redeployed");
    assertThat(stack.serves(LiveStack.STAGING)).isTrue();
    assertThat(stack.admin(LiveStack.STAGING, "SELECT to_regclass('shipping')"))
        .isEqualTo("shipping");
    assertThat(operator.succeeds("rehome status")).contains("create").doesNotContain("redeployed");
    assertThat(operator.succeeds("rehome status --file other.yaml")).contains("redeployed");
    assertThat(operator.succeeds("rehome resume")).contains("redeployed");
    operator.assertServesWithAll("shipping");
  }
}
