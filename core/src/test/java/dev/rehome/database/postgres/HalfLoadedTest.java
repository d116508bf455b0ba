package dev.rehome.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.process.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading a dump was cut off: what it filled is told from what others wrote. */
class HalfLoadedTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int TABLES = 12;

  @SuppressWarnings("NullAway.Init")
  private static OwnServer server;

  @SuppressWarnings("NullAway.Init")
  private static Inventory saved;

  @TempDir static Path folder = Path.of("");
  private static Path dump = Path.of("");

  HalfLoadedTest() {}

  @BeforeAll
  static void save() {
    server = new OwnServer();
    server.run("postgres", "CREATE DATABASE shop");
    var statements = new ArrayList<String>();
    for (int i = 0; i < TABLES; i++) {
      String table = "t" + i;
      statements.add(
          "CREATE TABLE "
              + table
              + " (id bigserial PRIMARY KEY, text text NOT NULL, number float8, made timestamptz)");
      statements.add(
          "INSERT INTO "
              + table
              + " (text, number, made) SELECT md5(i::text), random(), now() + i * interval '1s'"
              + " FROM generate_series(1, 20000) i");
      statements.add("CREATE INDEX ON " + table + " (text)");
    }
    statements.add("CREATE TABLE part (id int, at date) PARTITION BY RANGE (at)");
    statements.add(
        "CREATE TABLE part1 PARTITION OF part FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
    statements.add("INSERT INTO part SELECT i, '2026-05-05' FROM generate_series(1, 20000) i");
    statements.add("SELECT lo_create(0)");
    statements.add("CREATE MATERIALIZED VIEW sums AS SELECT count(*) FROM t0");
    statements.add("ALTER TABLE t1 ADD FOREIGN KEY (id) REFERENCES t0");
    server.run("shop", statements.toArray(String[]::new));
    Database shop = server.database("shop");
    dump = folder.resolve("dump");
    try (Moment moment = shop.freeze()) {
      saved = shop.inventory(moment);
      shop.dump(moment, DumpFolder.here(dump));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Killed after so long. */
  private static Database halfLoaded(Duration after) throws IOException, InterruptedException {
    return halfLoaded(() -> Thread.sleep(after));
  }

  /** What is waited for before the kill. */
  private interface Wait {
    void until() throws InterruptedException;
  }

  /** Killed, with all that the server still does of it come to its end. */
  private static Database halfLoaded(Wait wait) throws IOException, InterruptedException {
    server.run("postgres", "DROP DATABASE IF EXISTS copy");
    Database copy = server.database("copy");
    FreshTarget fresh = FreshTarget.absent(copy.endpoint(), copy.identity());
    copy.create(fresh, saved);
    try (Running running = copy.loading(fresh, DumpFolder.here(dump), saved).start()) {
      wait.until();
      running.signal("KILL");
      running.finish(new byte[0], LIMIT);
    }
    while (!server
        .ask(
            "postgres",
            "SELECT count(*) FROM pg_stat_activity WHERE datname = 'copy' AND backend_type ="
                + " 'client backend'")
        .equals("0")) {
      Thread.sleep(20);
    }
    return copy;
  }

  private static List<String> others(Database database) {
    try (Moment moment = database.freeze()) {
      return InventoryComparison.others(saved, database.inventory(moment));
    }
  }

  @Test
  void whateverItCameToNothingOfItIsOthers() throws Exception {
    for (int millis = 0; millis <= 600; millis += 60) {
      Database copy = halfLoaded(Duration.ofMillis(millis));
      assertThat(others(copy)).as("killed after " + millis + " ms").isEmpty();
    }
  }

  @Test
  void aRowThatSomebodyWroteIsFound() throws Exception {
    Database copy =
        halfLoaded(
            () -> {
              while (tables() < TABLES) {
                Thread.sleep(10);
              }
            });
    for (int i = 0; i < TABLES; i++) { // whether it was filled or not
      String table = "t" + i;
      server.run("copy", "INSERT INTO " + table + " (id, text) VALUES (-1, 'somebody')");
      assertThat(others(copy)).contains("table public." + table);
    }
  }

  private static int tables() {
    return Integer.parseInt(
        server.ask("copy", "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$'"));
  }
}
