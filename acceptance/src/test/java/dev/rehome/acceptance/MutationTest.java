package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.database.postgres.PostgresDatabase;
import dev.rehome.process.Finished;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random changes to a database that was just loaded: every one is named. How many is set by {@code
 * -Drehome.mutations=1000}; the seed by {@code -Drehome.seed=…}.
 */
class MutationTest {
  private static final int COUNT = Integer.getInteger("rehome.mutations", 30);
  private static final long SEED = Long.getLong("rehome.seed", 20261122);

  /** A command, and the name of what it changes. */
  private record Mutation(int kind, String command, String name) {}

  private static List<List<Mutation>> mutations(CorpusServer server, String database)
      throws IOException {
    String file;
    try (var in =
        Objects.requireNonNull(MutationTest.class.getResourceAsStream("/mutations.sql"))) {
      file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var kinds = new ArrayList<List<Mutation>>();
    for (String query : file.split("\n------\n")) {
      int kind = kinds.size();
      kinds.add(
          server
              .query(database, query)
              .lines()
              .filter(line -> line.contains("|"))
              .map(
                  line ->
                      new Mutation(
                          kind,
                          line.substring(0, line.lastIndexOf('|')),
                          line.substring(line.lastIndexOf('|') + 1)))
              .toList());
      assertThat(kinds.getLast()).as(query).isNotEmpty();
    }
    return kinds;
  }

  private static Inventory inventory(CorpusServer server, String database) {
    var copy = new PostgresDatabase(server.endpoint(database));
    try (Moment moment = copy.freeze()) {
      return copy.inventory(moment);
    }
  }

  /** Whether it did something; constraints forbid some, and some find no row. */
  private static boolean applied(CorpusServer server, Mutation mutation) {
    boolean rows = mutation.command().matches("(?s)(DELETE|INSERT|UPDATE|WITH) .*");
    String command =
        rows
            ? "DO $do$ DECLARE n int; BEGIN EXECUTE $sql$"
                + mutation.command()
                + "$sql$; GET DIAGNOSTICS n = ROW_COUNT; IF n = 0 THEN RAISE 'nothing'; END IF; END"
                + " $do$"
            : mutation.command();
    Finished finished =
        server
            .psql("mutated")
            .and("-c", "SET session_replication_role = replica")
            .and("-c", command)
            .run(Shop.LIMIT);
    return finished.succeeded();
  }

  @Test
  @Tag("long")
  void everyMutationIsNamed() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    var unnoticed = new ArrayList<Mutation>();
    var done = new TreeMap<Integer, Integer>();
    try (CorpusServer server = CorpusServer.start(folder.resolve("server"))) {
      server.fill("types", "base", false);
      server.add("tables", "base");
      server.add("code", "base");
      server.add("rights", "base");
      server.query("postgres", "ALTER DATABASE base RESET ALL");
      server.query("postgres", "CREATE DATABASE copy TEMPLATE base");
      Inventory saved = inventory(server, "copy");
      assertThat(InventoryComparison.differences(saved, inventory(server, "copy"))).isEmpty();
      List<List<Mutation>> kinds = mutations(server, "base");
      var random = new Random(SEED);
      for (int i = 0; i < COUNT; ) {
        List<Mutation> kind = kinds.get(random.nextInt(kinds.size()));
        Mutation mutation = kind.get(random.nextInt(kind.size()));
        server.query("postgres", "CREATE DATABASE mutated TEMPLATE copy");
        if (applied(server, mutation)) {
          i++;
          done.merge(mutation.kind(), 1, Integer::sum);
          List<String> differences =
              InventoryComparison.differences(saved, inventory(server, "mutated"));
          if (differences.stream().noneMatch(each -> each.contains(mutation.name()))) {
            unnoticed.add(mutation);
          }
        }
        server.query("postgres", "DROP DATABASE mutated");
      }
    } finally {
      Shell.run(folder, "rm -rf \"$PWD\"");
    }
    System.out.println("mutations by kind: " + done);
    assertThat(unnoticed).as("of " + COUNT + ", seed " + SEED).isEmpty();
  }
}
