package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.Inventory;
import dev.rehome.database.InventoryComparison;
import dev.rehome.database.Moment;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a database can hold comes back, onto a server where none of its roles is, loaded by
 * somebody with no more rights than a provider gives; pg_dump of both sides is the judge. On the
 * server of this machine, and on the oldest and newer majors.
 */
@Execution(ExecutionMode.SAME_THREAD) // one version after another: each has the servers for itself
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ParameterizedClass
@MethodSource("versions")
class FidelityTest {
  private static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private static CorpusServer source;

  @SuppressWarnings("NullAway.Init")
  private static CorpusServer target;

  @SuppressWarnings("UnusedVariable")
  FidelityTest(String version) {}

  /** With {@code -Drehome.versions=all} all, else that of this machine and the newest. */
  @SuppressWarnings("UnusedMethod") // JUnit calls it
  private static Stream<String> versions() {
    return "all".equals(System.getProperty("rehome.versions"))
        ? Stream.of("of this machine", "12", "17", "18")
        : Stream.of("of this machine", "18");
  }

  @BeforeParameterizedClassInvocation
  static void start(String version) throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    source = server(version, "source");
    target = server(version, "target");
  }

  private static CorpusServer server(String version, String name) {
    return version.equals("of this machine")
        ? CorpusServer.start(folder.resolve(name))
        : CorpusServer.start(Integer.parseInt(version), folder.resolve(name));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    source.close();
    target.close();
    Shell.run(folder, "rm -rf \"$PWD\"");
  }

  /** Dumps, loads, compares; what differs. */
  static List<String> carried(Database from, Database to, Path dump) {
    Inventory saved;
    try (Moment moment = from.freeze()) {
      saved = from.inventory(moment);
      from.dump(moment, DumpFolder.here(dump));
    }
    FreshTarget fresh = FreshTarget.absent(to.endpoint(), to.identity());
    to.create(fresh, saved);
    Finished loaded = to.loading(fresh, DumpFolder.here(dump), saved).run(Shop.LIMIT);
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
                + " \"$4\" | grep -v '^.\\(un\\)\\?restrict \\|^SET default_tablespace' | sed -e"
                + " 's/; Tablespace: .*//' -e 's/ TO alice, writers / TO writers, alice /'",
            server.password().reveal(),
            server.programs().toString(),
            "" + server.port(),
            database)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  @ParameterizedTest
  @Order(1) // before a superuser makes roles that others may not give anything to
  @ValueSource(strings = {"types", "tables", "code", "rights", "extensions", "newer"})
  void comesBackWhenLoadedByWhoIsNoSuperuser(String corpus) {
    source.fill(corpus, corpus, true);
    List<String> differences =
        carried(source.database(corpus), loader(corpus), folder.resolve(corpus));
    assertThat(differences).isEmpty();
    judge(corpus);
  }

  /**
   * Up to version 12 only superusers may make extensions, up to 14 schema public is theirs: where
   * that hinders, it is found before, and a superuser loads.
   */
  private static Database loader(String corpus) {
    List<String> hindered =
        source.database(corpus).serverVersion() < 130_000
            ? List.of("rights", "tables", "extensions")
            : List.of();
    if (!hindered.contains(corpus)) {
      return target.databaseOfLoader(corpus);
    }
    source.query("postgres", "GRANT CONNECT ON DATABASE " + corpus + " TO loader");
    assertThat(source.databaseOfLoader(corpus).obstacles())
        .anyMatch(
            each ->
                each.contains("may not make extension")
                    || each.endsWith("may not change the privileges on schema public"));
    return target.database(corpus);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rights", "superuser"})
  void comesBackWhenLoadedByASuperuser(String corpus) {
    String database = corpus + " of a superuser";
    source.fill(corpus, database, false);
    List<String> differences =
        carried(
            source.database(database),
            target.database(database),
            folder.resolve(corpus + "-superuser"));
    assertThat(differences).isEmpty();
    judge(database);
  }

  @Test
  void whatRightsWouldNotBringBackIsFoundBefore() {
    source.fill("superuser", "obstacles", false);
    assertThat(source.databaseOfLoader("obstacles").obstacles())
        .anyMatch(each -> each.endsWith("may not make event trigger watch"))
        .anyMatch(each -> each.contains("publication of all tables, such as everything"))
        .anyMatch(each -> each.contains("lower_c(text)"))
        .anyMatch(each -> each.contains("abs_ops"))
        .anyMatch(each -> each.contains("row security is on, of table forced"))
        .anyMatch(each -> each.contains("may not read table log_of_all"))
        .anyMatch(each -> each.contains("may not give to a superuser"));
    assertThat(source.database("obstacles").obstacles()).isEmpty();
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
                  source.database("hindered"),
                  target.databaseOfLoader("hindered"),
                  folder.resolve("hindered")))
          .isEmpty();
    } finally {
      assertThat(source.psql("postgres").and("-c", "ALTER ROLE postgres RESET ALL").run(Shop.LIMIT))
          .matches(Finished::succeeded);
    }
  }
}
