package dev.rehome.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgresserver.Installation;
import dev.rehome.postgresserver.PostgresServer;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is destroyed that has not been proven, or is no longer what was proven. */
@Order(1) // it takes longest
class InterlockTest {
  private Shop shop;

  @SuppressWarnings("NullAway.Init")
  InterlockTest() {}

  @BeforeEach
  void prepare() throws IOException {
    shop = Shop.prepare();
  }

  @AfterEach
  void remove() {
    shop.close();
  }

  private void killOnce(String kind, String stage, String... command) throws Exception {
    Path journal = shop.journal(shop.folder().resolve(".rehome"));
    try (Running running = shop.rehome("run", command).start()) {
      while (running.isAlive()
          && !(Files.exists(journal)
              && Files.readString(journal)
                  .lines()
                  .anyMatch(
                      line ->
                          line.contains(kind) && line.contains("\"stage\":\"" + stage + "\"")))) {
        Thread.sleep(5);
      }
      assertThat(running.isAlive()).as("killed in time").isTrue();
      Shop.kill(running);
    }
  }

  private void assertNotDestroyed() throws IOException {
    assertThat(shop.provisioned()).noneMatch(line -> line.contains("destroy"));
  }

  @Test
  void aSourceThatChangedSinceTheBackupIsNeverDestroyed() throws Exception {
    killOnce("STAGE_DONE", "back up", "second", "--approve", "shop");
    shop.query("GRANT CONNECT ON DATABASE shop TO PUBLIC");
    Shell.run(shop.folder(), "stack/application/service start");
    shop.query("INSERT INTO customers (name) VALUES ('after the backup')");
    Finished resumed = shop.run("resume", "--approve", "shop");
    assertThat(resumed.exitCode()).as(resumed.output() + resumed.errors()).isEqualTo(1);
    assertThat(resumed.errors())
        .contains("nothing is destroyed, since")
        .contains("somebody wrote to database app since the final backup")
        .contains("nothing was destroyed; the old stack serves again");
    assertNotDestroyed();
    assertThat(shop.web("/health")).contains("revision");

    // What resumes starts at quiesce again, so that the late row is in the backup.
    Finished again = shop.run("resume", "--approve", "shop");
    assertThat(again.exitCode()).as(again.output() + again.errors()).isZero();
    assertThat(shop.query("SELECT count(*) FROM customers WHERE name = 'after the backup'"))
        .isEqualTo("1");
    assertThat(shop.provisioned("database destroy begins")).isEqualTo(1);
  }

  /**
   * By hand, snapshot, dump and files are of three moments; here one writer too many is noticed.
   */
  @Test
  @Tag("long")
  void aWriterWhomNothingStopsKeepsTheFinalBackupFromCounting() throws Exception {
    String writer =
        "export PGPASSWORD=$(cat stack/database/admin-password); port=$(sed -n 4p"
            + " stack/database/data/postmaster.pid); while psql -q -h 127.0.0.1 -p $port -U"
            + " postgres shop -c \"INSERT INTO customers (name) VALUES ('rogue')\" || true; do"
            + " sleep 0.05; done";
    try (Running rogue = Command.of("bash", "-c", writer).in(shop.folder()).start()) {
      Finished finished = shop.run("run", "second", "--approve", "shop");
      assertThat(rogue.isAlive()).isTrue();
      assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isEqualTo(1);
      assertThat(finished.errors())
          .contains("somebody wrote while the final backup was made")
          .contains("nothing was destroyed; the old stack serves again");
    }
    assertNotDestroyed();
  }

  @Test
  @Tag("long")
  void aCommandThatHangsIsEndedWhenItsTimeIsUp() throws Exception {
    Path file = shop.folder().resolve("rehome.yaml");
    String hanging = "{ run: \"sleep 4711 & sleep 4712\", within: 2s }";
    String text = Files.readString(file);
    assertThat(text).contains("quiesce: [ ");
    Files.writeString(file, text.replace("quiesce: [ ", "quiesce: [ " + hanging + ", "));
    Finished finished = shop.run("run", "second", "--approve", "shop");
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isEqualTo(1);
    assertThat(finished.errors())
        .contains("was ended, since it ran longer than 2s")
        .contains("nothing was destroyed; the old stack serves again");
    assertThat(Command.of("pgrep", "-f", "sleep 471[12]").run(Shop.LIMIT).succeeded()).isFalse();
    assertNotDestroyed();
  }

  @Test
  void anApprovalThatRanOutIsAskedForAgainWhileTheOldStackServes() throws Exception {
    killOnce("STAGE_DONE", "back up", "second", "--approve", "shop");
    edit("s/\"until\":\"[0-9]*/\"until\":\"2020/");
    Finished resumed = shop.run("resume");
    assertThat(resumed.exitCode()).as(resumed.errors()).isEqualTo(22);
    assertThat(shop.web("/health")).contains("revision");
    assertNotDestroyed();
  }

  @Test
  @Tag("long")
  void filesThatChangedSinceTheBackupCountAsWell() throws Exception {
    killOnce("STAGE_DONE", "prove again", "second", "--approve", "shop");
    Files.writeString(shop.home().resolve("uploads/late"), "late");
    Finished resumed = shop.run("resume", "--approve", "shop");
    assertThat(resumed.errors()).contains("somebody changed files since the final backup");
    assertNotDestroyed();
  }

  /** Another workspace is selected in the checkout all the while, which leads nowhere. */
  @Test
  @Tag("long")
  void aRunWithoutApprovalWaitsAndSaysHow() throws Exception {
    Path live = shop.folder().resolve("live/deploy");
    Shell.run(live, "terraform workspace select -or-create another");
    Finished waiting = shop.run("run", "second");
    assertThat(waiting.exitCode()).isEqualTo(22);
    assertThat(waiting.errors()).contains("rehome approve r1").contains("the stack is untouched");
    assertThat(shop.run("resume", "--approve", "another").exitCode()).isEqualTo(22);
    assertNotDestroyed();
    Shop.must(shop.rehome("approve", "r1"));
    edit("/\"APPROVED\"/s/\"at\":\"[0-9]*/\"at\":\"2020/");
    assertThat(shop.run("resume").exitCode()).as("approved too long ago").isEqualTo(22);
    Shop.must(shop.rehome("approve", "r1"));
    try (PostgresServer ledger = keptBesidesTheStack()) {
      Shop.must(shop.rehome("resume"));
      assertThat(ledger.port()).isPositive();
      assertThat(shop.folder().resolve("archive/of-old")).hasContent("old");
    }
    assertThat(shop.provisioned("database destroy begins")).isEqualTo(1);
    assertThat(live.resolve("terraform.tfstate")).doesNotExist();
    assertThat(live.resolve("terraform.tfstate.d/another/terraform.tfstate")).doesNotExist();
    assertThat(live.resolve("terraform.tfstate.d/production/terraform.tfstate"))
        .content()
        .contains("SHOP_HOME");
  }

  /** A database and files that outlive the stack: saved with it, and neither closed nor loaded. */
  private PostgresServer keptBesidesTheStack() throws IOException {
    Path folder = Files.createDirectories(shop.folder().resolve("archive"));
    Files.writeString(folder.resolve("of-old"), "old");
    PostgresServer server =
        PostgresServer.running(
            Installation.all().stream().filter(Installation::hasServer).toList().getLast(),
            shop.folder().resolve("ledger"));
    Files.writeString(shop.folder().resolve("word"), server.password().reveal());
    String file = Files.readString(shop.stackFile());
    Files.writeString(
        shop.stackFile(),
        file.replace(
            "\nfiles:\n",
            """

              ledger:
                { host: 127.0.0.1, port: %d, name: postgres, user: postgres, password: "${file:word}", kept: true }
            files:
              - { root: archive, include: [of-old], kept: true }
            """
                .formatted(server.port())));
    return server;
  }

  @Test
  @Tag("long")
  void aSecondRunIsRefusedFromWhereverItComes() throws Exception {
    Path journal = shop.journal(shop.folder().resolve(".rehome"));
    String command = String.join(" ", shop.rehome("run", "second").arguments());
    try (Running first = Command.of("script", "-qec", command, "/dev/null").start()) {
      while (first.isAlive() && !Files.exists(journal)) {
        Thread.sleep(5);
      }
      Finished here = shop.run("run", "second", "--approve", "shop");
      Finished elsewhere =
          shop.run("run", "second", "--state-folder", shop.folder().resolve("other").toString());
      for (Finished second : new Finished[] {here, elsewhere}) {
        assertThat(second.exitCode()).as(second.errors()).isEqualTo(21);
        assertThat(second.errors())
            .containsPattern("another run of shop is on: \\S+@\\S+ \\(process \\d+\\), at work on")
            .containsPattern("since \\d{4}-\\d\\d-\\d\\dT");
      }
      assertThat(shop.run("status").output()).contains("It runs now, by ");
      // On a terminal there is a table that is drawn again and again, and the approval is typed.
      Finished finished = first.finish("shop\n".getBytes(UTF_8), Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.output()).isZero();
      assertThat(finished.output())
          .contains("Type shop to approve this: ")
          .containsPattern("\u001b\\[\\d+A\\s+\u001b\\[J")
          .containsPattern("quiesce +writers stopped and kept out \\(\\d+\\.\\d s\\)")
          .contains("redeployed; serving; outage");
    }
    assertThat(shop.provisioned("database destroy begins")).isEqualTo(1);
  }

  @Test
  @Tag("long")
  void ctrlCReopensAndSaysHowToGoOn() throws Exception {
    Path journal = shop.journal(shop.folder().resolve(".rehome"));
    try (Running running = shop.rehome("run", "second", "--approve", "shop").start()) {
      while (!Files.exists(journal)
          || !Files.readString(journal).contains("\"stage\":\"back up\"")) {
        Thread.sleep(5);
      }
      running.signal("INT");
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(130);
      assertThat(finished.errors())
          .contains("rehome resume r1")
          .contains("the old stack serves again")
          .doesNotContain("failed");
    }
    assertNotDestroyed();
    assertThat(shop.web("/health")).contains("revision");
  }

  @Test
  void aTaintedResourceIsFoundBeforeItsDestroyProvisionerFailsToRun() throws IOException {
    Shell.run(
        shop.folder().resolve("live/deploy"),
        "TF_WORKSPACE=production terraform taint terraform_data.database");
    Finished check = shop.run("check", "second");
    assertThat(check.exitCode()).isEqualTo(20);
    assertThat(check.errors())
        .contains("terraform_data.database is tainted, so its destroy provisioners would not run");
  }

  @Test
  @Tag("long")
  void whatNoMigrationMayLoseHasToBeAccepted() throws Exception {
    Shell.run(
        shop.folder().resolve("shop"),
        """
        git checkout -q --detach second
        echo 'DELETE FROM "Order events" WHERE id <= 3; UPDATE orders SET amount = 1 WHERE id = 5;' > migrations/V3__forget.sql
        git add -A && git -c user.name=test -c user.email=test@example.org commit -q -m third && git tag third
        """);
    Finished lost = shop.run("run", "third", "--approve", "shop");
    assertThat(lost.exitCode()).as(lost.output() + lost.errors()).isEqualTo(23);
    assertThat(lost.errors())
        .contains("table public.Order events lost 3 rows, such as (")
        .doesNotContain("table public.orders")
        .contains("rehome resume r1 --accept-lost");
    Finished accepted = shop.run("resume", "--accept-lost");
    assertThat(accepted.exitCode()).as(accepted.output() + accepted.errors()).isEqualTo(23);
    assertThat(accepted.output()).contains("redeployed; serving").contains("LOST: 1");
    assertThat(shop.run("report").output())
        .contains("LOST table public.Order events: lost 3 rows")
        .contains("values changed in column amount: 1 row, such as (5) (by V3__forget.sql)");
    assertThat(shop.web("/health")).contains("revision");
  }

  @Test
  @Tag("long")
  void whatAKilledTerraformLeftIsNotTakenForWhole() throws Exception {
    try (Running running = shop.rehome("run", "second", "--approve", "shop").start()) {
      while (shop.provisioned("database create begins") < 2) {
        Thread.sleep(2);
      }
      Shell.run(
          shop.folder(),
          """
          for process in $(pgrep -x 'terraform|tofu|flock'); do
            case $(readlink /proc/$process/cwd) in "$PWD"*) kill -KILL $process || true ;; esac
          done
          """);
      Shop.kill(running);
    }
    Finished resumed = shop.run("resume");
    assertThat(resumed.exitCode()).as(resumed.output() + resumed.errors()).isZero();
    assertThat(shop.provisioned("database create begins")).isGreaterThanOrEqualTo(3);
    assertThat(shop.provisioned().getLast()).isEqualTo("application create done");
    assertThat(shop.query("SELECT count(*) FROM orders")).isEqualTo("500");
    assertThat(shop.serverLog("CREATE TABLE public.customers (")).isEqualTo(1);
  }

  /** Changes the journal, as time would; the copy in the repository would count otherwise. */
  private void edit(String expression) throws Exception {
    String journal = shop.journal(shop.folder().resolve(".rehome")).toString();
    Shell.run(
        shop.folder(), "sed -i -e \"$1\" \"$2\"; rm backups/stack-journals/*", expression, journal);
  }
}
