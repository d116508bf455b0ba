package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.database.postgres.PostgresDatabase;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a database can hold comes back, onto a server where none of its roles is, loaded by
 * somebody with no more rights than a provider gives; pg_dump of both sides is the judge.
 */
class FidelityTest {
  private static Path folder = Path.of("");
  private static CorpusServer source;
  private static CorpusServer target;

  @SuppressWarnings("NullAway.Init")
  FidelityTest() {}

  @BeforeAll
  static void start() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    source = CorpusServer.start(folder.resolve("source"));
    target = CorpusServer.start(folder.resolve("target"));
  }

  @AfterAll
  static void stop() {
    source.close();
    target.close();
    Shell.run(folder, "rm -rf \"$PWD\"");
  }

  /** Dumps, loads, compares; what differs. */
  private static List<String> carried(Database from, Database to, Path dump) {
    Inventory saved;
    try (Moment moment = from.freeze()) {
      saved = from.inventory(moment);
      from.dump(moment, dump);
    }
    FreshTarget fresh = FreshTarget.absent(to.endpoint(), to.identity());
    to.create(fresh, saved);
    Finished loaded = to.loading(fresh, dump, saved).run(Shop.LIMIT);
    assertThat(loaded.exitCode()).as(loaded.output() + loaded.errors()).isZero();
    to.settle(saved);
    try (Moment moment = to.freeze()) {
      return InventoryComparison.differences(saved, to.inventory(moment));
    }
  }

  private static void judge(String database) {
    for (String what :
        List.of("--schema-only --create", "--data-only --rows-per-insert=1 --column-inserts")) {
      assertThat(judged(target, database, what))
          .containsExactlyInAnyOrderElementsOf(judged(source, database, what));
    }
  }

  /** The lines of a dump; the order of a policy's roles means nothing, and is the server's. */
  private static List<String> judged(CorpusServer server, String database, String what) {
    return Shell.run(
            folder,
            "PGPASSWORD=$1 \"$2/pg_dump\" -h 127.0.0.1 -p $3 -U postgres "
                + what
                + " \"$4\" | grep -v '^.\\(un\\)\\?restrict ' | sed 's/ TO alice, writers / TO"
                + " writers, alice /'",
            server.password().reveal(),
            server.programs().toString(),
            "" + server.port(),
            database)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"types", "tables", "code", "rights", "extensions"})
  void comesBackWhenLoadedByWhoIsNoSuperuser(String corpus) {
    source.fill(corpus, corpus, true);
    List<String> differences =
        carried(
            new PostgresDatabase(source.endpoint(corpus)),
            new PostgresDatabase(target.endpointOfLoader(corpus)),
            folder.resolve(corpus));
    assertThat(differences).isEmpty();
    judge(corpus);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rights", "superuser"})
  void comesBackWhenLoadedByASuperuser(String corpus) {
    String database = corpus + " of a superuser";
    source.fill(corpus, database, false);
    List<String> differences =
        carried(
            new PostgresDatabase(source.endpoint(database)),
            new PostgresDatabase(target.endpoint(database)),
            folder.resolve(corpus + "-superuser"));
    assertThat(differences).isEmpty();
    judge(database);
  }

  @Test
  void whatRightsWouldNotBringBackIsFoundBefore() {
    source.fill("superuser", "obstacles", false);
    Endpoint asLoader = source.endpointOfLoader("obstacles");
    assertThat(new PostgresDatabase(asLoader).obstacles())
        .anyMatch(each -> each.endsWith("may not make event trigger watch"))
        .anyMatch(each -> each.contains("publication of all tables, such as everything"))
        .anyMatch(each -> each.contains("lower_c(text)"))
        .anyMatch(each -> each.contains("abs_ops"))
        .anyMatch(each -> each.contains("row security is on, of table forced"))
        .anyMatch(each -> each.contains("may not read table log_of_all"))
        .anyMatch(each -> each.contains("may not give to a superuser"));
    assertThat(new PostgresDatabase(source.endpoint("obstacles")).obstacles()).isEmpty();
  }

  /** Somebody's settings for a database or a role must not end our long work. */
  @Test
  void settingsOfTheDatabaseDoNotHinder() {
    source.fill("types", "hindered", true);
    Command psql = source.psql("postgres");
    assertThat(
            psql.and("-c", "ALTER DATABASE hindered SET statement_timeout = '1ms'")
                .and("-c", "ALTER DATABASE hindered SET default_transaction_read_only = on")
                .and("-c", "ALTER ROLE postgres SET statement_timeout = '1ms'")
                .run(Shop.LIMIT)
                .exitCode())
        .isZero();
    try {
      assertThat(
              carried(
                  new PostgresDatabase(source.endpoint("hindered")),
                  new PostgresDatabase(target.endpointOfLoader("hindered")),
                  folder.resolve("hindered")))
          .isEmpty();
    } finally {
      assertThat(source.psql("postgres").and("-c", "ALTER ROLE postgres RESET ALL").run(Shop.LIMIT))
          .matches(Finished::succeeded);
    }
  }
}
