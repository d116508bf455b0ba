package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Entry;
import dev.rehome.run.Plan;
import dev.rehome.run.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * kill -9 of the whole process group before, in and after every step, and somebody else goes on,
 * with a state folder of their own.
 */
@Order(1) // it takes longest
class ResumeTest {
  /**
   * With {@code -Drehome.steps=all} in every step three times, and in every step back; else in
   * every second step, in turn before, in and after it. In memory, all are always tried.
   */
  private static final boolean ALL = "all".equals(System.getProperty("rehome.steps"));

  private final Random random = new Random(20261122);

  /** Where in a stage to kill. */
  private enum Point {
    BEFORE,
    IN,
    AFTER
  }

  @Test
  void aRunKilledInEveryStepEndsAsOneThatWasNot() throws Exception {
    try (Shop shop = Shop.prepare()) {
      String rows = shop.query("SELECT count(*) FROM orders");
      int kills = killEverywhere(shop, Strategies.REPLACE, "run", "second", "--approve", "shop");
      assertThat(kills).isGreaterThan(ALL ? 25 : 4);
      Finished over = shop.run("resume", "r1");
      assertThat(over.exitCode()).isEqualTo(2);
      assertThat(over.errors()).contains("run r1 is over: redeployed");
      assertOneOfEach(shop, 1);
      assertThat(shop.query("SELECT count(*) FROM orders")).isEqualTo(rows);
      assertThat(shop.query("SELECT count(*) FROM orders WHERE remark LIKE '%cloudsqladmin%'"))
          .isEqualTo(shop.query("SELECT count(*) FROM orders WHERE id % 4 = 0"));
      assertThat(shop.web("/health")).contains("revision ");
    }
  }

  @Test
  @Tag("long")
  void aRollbackKilledInEveryStepBringsTheOldRevisionBack() throws Exception {
    try (Shop shop = Shop.prepare()) {
      Shop.must(shop.rehome("run", "second", "--approve", "shop"));
      int kills =
          killEverywhere(
              shop,
              Strategies.ROLL_BACK,
              "rollback",
              "r1",
              "--discard-writes-since",
              "--approve",
              "shop");
      assertThat(kills).isGreaterThan(ALL ? 5 : 3);
      assertOneOfEach(shop, 2);
      assertThat(shop.query("SELECT count(note) > 0 FROM orders")).isEqualTo("t");
      assertThat(shop.web("/health")).contains("revision ");
      assertThat(shop.run("status").output()).contains("It is over: rolled back");
    }
  }

  /**
   * Provisioners and the database server's log are witnesses that no one can talk into anything.
   */
  private static void assertOneOfEach(Shop shop, int redeployments) throws IOException {
    assertThat(shop.provisioned("database create begins")).isEqualTo(redeployments + 1);
    assertThat(shop.provisioned("database destroy begins")).isEqualTo(redeployments);
    assertThat(shop.provisioned("uploads destroy begins")).isEqualTo(redeployments);
    assertThat(shop.provisioned("application create begins")).isEqualTo(redeployments + 1);
    assertThat(shop.serverLog("CREATE TABLE public.customers (")).as("loads").isEqualTo(1);
    assertThat(shop.run("backups").output()).containsPattern("final +yes");
  }

  /** The state folders take turns, as if one machine after the other went on. */
  private int killEverywhere(Shop shop, Plan plan, String... first) throws Exception {
    List<Path> folders =
        List.of(shop.folder().resolve(".rehome"), shop.folder().resolve("elsewhere"));
    int kills = 0;
    var command = new ArrayList<>(List.of(first));
    for (Stage stage : plan.stages()) {
      for (Point point : points(plan, stage)) {
        Path folder = folders.get(kills % 2);
        Path journal = shop.journal(folder);
        String key = "\"stage\":\"" + stage.key() + "\"";
        String kind = point == Point.AFTER ? "STAGE_DONE" : "STAGE_BEGAN";
        if (done(folders, shop, key)) {
          continue; // a kill in the stage before came late
        }
        Instant start = Instant.now();
        try (Running running = start(shop, command, folder)) {
          boolean reached = await(running, journal, kind, key, start);
          if (reached && point == Point.IN) {
            Thread.sleep(20 + random.nextInt(250));
          }
          if (!reached && !running.isAlive()) {
            Finished finished = running.finish(new byte[0], Shop.LIMIT);
            boolean over = finished.exitCode() == 0 || finished.errors().contains("is over");
            assertThat(over).as(stage + " " + point + "\n" + finished).isTrue();
          } else {
            kills++;
          }
          Shop.kill(running);
        }
        command = new ArrayList<>(List.of("resume", "r1", "--approve", "shop"));
      }
    }
    Finished last = start(shop, command, folders.getFirst()).finish(new byte[0], Shop.LIMIT);
    assertThat(last.exitCode() == 0 || last.errors().contains("is over"))
        .as(last.toString())
        .isTrue();
    return kills;
  }

  private static List<Point> points(Plan plan, Stage stage) {
    int number = plan.stages().indexOf(stage);
    if (!ALL && number % 2 == 1) {
      return List.of();
    }
    if (plan.equals(Strategies.ROLL_BACK)) {
      return List.of(Point.IN);
    }
    return ALL ? List.of(Point.values()) : List.of(Point.values()[number % 3]);
  }

  private static Running start(Shop shop, List<String> command, Path stateFolder) {
    String[] arguments = command.subList(1, command.size()).toArray(String[]::new);
    return shop.rehome(command.getFirst(), arguments)
        .and("--state-folder", stateFolder.toString())
        .start();
  }

  private static boolean done(List<Path> folders, Shop shop, String key) throws IOException {
    for (Path folder : folders) {
      if (said(shop.journal(folder), "STAGE_DONE", key, Instant.EPOCH)) {
        return true;
      }
    }
    return false;
  }

  private static boolean said(Path journal, String kind, String key, Instant since)
      throws IOException {
    if (!Files.exists(journal)) {
      return false;
    }
    return Arrays.stream(Files.readString(journal).split("\n"))
        .filter(line -> line.endsWith("}") && line.contains(kind) && line.contains(key))
        .anyMatch(line -> Json.read(line, Entry.class).at().isAfter(since));
  }

  private static boolean await(
      Running running, Path journal, String kind, String key, Instant since) throws Exception {
    while (running.isAlive()) {
      if (said(journal, kind, key, since)) {
        return true;
      }
      Thread.sleep(5);
    }
    return false;
  }
}
