package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.certificate.Certificate.Difference;
import dev.rehome.certificate.DefinitionComparison;
import dev.rehome.certificate.Migrations;
import dev.rehome.certificate.TableComparison;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.database.postgres.PostgresDatabase;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random migrations, with and without damage that hides behind them: what a migration did is
 * explained by its name, and what no migration names is lost. How many is set by {@code
 * -Drehome.migrations=…}.
 */
class ExplanationTest {
  private static final int COUNT = Integer.getInteger("rehome.migrations", 20);
  private static final long SEED = Long.getLong("rehome.seed", 20261122);

  private static final String BASE =
      """
      CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, script text, success boolean);
      INSERT INTO flyway_schema_history VALUES (1, 'V1__base.sql', true);
      CREATE TABLE alembic_version (version_num text PRIMARY KEY);
      INSERT INTO alembic_version VALUES ('a1');
      CREATE TABLE person (id int PRIMARY KEY, name text, born date, score float8, extra jsonb);
      INSERT INTO person SELECT n, 'name ' || n, '1970-01-01'::date + n, n / 3.0, jsonb_build_object('n', n) FROM generate_series(1, 3000) n;
      CREATE TABLE purchase (a int, b text, amount numeric, remark text, PRIMARY KEY (a, b));
      INSERT INTO purchase SELECT n % 70, 'b' || n, n * 1.10, CASE n % 3 WHEN 0 THEN 'remark ' || n END FROM generate_series(1, 2000) n;
      CREATE TABLE untouched (id int PRIMARY KEY, value text, h int, k text, x0 text, "rehome" text);
      CREATE SEQUENCE counter;
      SELECT setval('counter', 100);
      CREATE VIEW one AS SELECT 1 AS one;
      COMMENT ON VIEW one IS 'always 1';
      CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
      REVOKE ALL ON FUNCTION twice(int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION twice(int) TO PUBLIC, owner;
      CREATE TRIGGER guard BEFORE UPDATE ON flyway_schema_history FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
      CREATE INDEX person_born_idx ON person (born);
      INSERT INTO untouched SELECT n, 'value ' || n, n, 'k', NULL, '' FROM generate_series(1, 500) n;
      """;

  /** What a migration does. */
  private static final List<String> MIGRATIONS =
      List.of(
          "ALTER TABLE person ADD COLUMN email text DEFAULT 'none'",
          "ALTER TABLE purchase RENAME COLUMN remark TO \"größe\"; UPDATE purchase SET"
              + " \"größe\" = 'x'",
          "ALTER TABLE person DROP COLUMN extra",
          "ALTER TABLE person RENAME COLUMN name TO full_name",
          "ALTER TABLE person ALTER COLUMN id TYPE bigint",
          "ALTER TABLE purchase ALTER COLUMN amount TYPE numeric(12, 1)",
          "UPDATE person SET name = upper(name)",
          "UPDATE purchase SET remark = 'none' WHERE remark IS NULL",
          "ALTER TABLE purchase RENAME TO orders",
          "CREATE TABLE part AS SELECT id, extra FROM person; ALTER TABLE person DROP COLUMN extra",
          "INSERT INTO person (id, name) SELECT n, 'new' FROM generate_series(9001, 9010) n",
          "CREATE TABLE added (id int); INSERT INTO added VALUES (1)",
          "DROP TABLE purchase",
          "CREATE TABLE again (LIKE person INCLUDING ALL); INSERT INTO again SELECT * FROM person;"
              + " DROP TABLE person; ALTER TABLE again RENAME TO person");

  /** What nobody meant to happen, and the table in which. */
  private static final List<List<String>> DAMAGES =
      List.of(
          List.of("DELETE FROM person WHERE id = 1234", "person"),
          List.of("DELETE FROM untouched WHERE id % 7 = 0", "untouched"),
          List.of("UPDATE person SET score = score + 1e-9 WHERE id = 77", "person"),
          List.of("UPDATE person SET born = NULL WHERE id = 78", "person"),
          List.of("UPDATE untouched SET value = 'value 8' WHERE id = 7", "untouched"),
          List.of(
              "UPDATE untouched SET value = CASE id WHEN 1 THEN 'value 2' ELSE 'value 1' END WHERE"
                  + " id IN (1, 2)",
              "untouched"),
          List.of("ALTER TABLE untouched DROP COLUMN value", "untouched"),
          List.of("DROP TABLE untouched", "untouched"),
          List.of("TRUNCATE untouched", "untouched"),
          List.of("UPDATE person SET id = 1000000 WHERE id = 5", "person"),
          List.of("SELECT setval('counter', 7)", "sequence public.counter"),
          List.of("DROP VIEW one", "view public.one"),
          List.of(
              "CREATE OR REPLACE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 3'",
              "function public.twice(integer)"),
          List.of(
              "REVOKE ALL ON FUNCTION twice(int) FROM PUBLIC",
              "acl of function public.twice(integer)"),
          List.of(
              "DROP TRIGGER guard ON flyway_schema_history",
              "trigger public.flyway_schema_history guard"),
          List.of("COMMENT ON VIEW one IS NULL", "comment of view public.one"));

  private static Inventory inventory(PostgresDatabase database) {
    try (Moment moment = database.freeze()) {
      return database.inventory(moment);
    }
  }

  @Test
  void whatNoMigrationNamesIsLost() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .; mkdir checkout");
    var random = new Random(SEED);
    try (CorpusServer server = CorpusServer.start(folder.resolve("server"))) {
      server.query("postgres", "CREATE DATABASE old");
      server.query("old", BASE);
      var old = new PostgresDatabase(server.endpoint("old"));
      var now = new PostgresDatabase(server.endpoint("now"));
      for (int i = 0; i < COUNT; i++) {
        server.query("postgres", "CREATE DATABASE now TEMPLATE old");
        Inventory before = inventory(now);
        String migration = MIGRATIONS.get(random.nextInt(MIGRATIONS.size()));
        String script = "V2__change_" + i + ".sql";
        Files.writeString(folder.resolve("checkout").resolve(script), migration);
        server.query("now", migration);
        server.query(
            "now",
            "UPDATE alembic_version SET version_num = 'a2'; INSERT INTO flyway_schema_history"
                + " VALUES (2, '"
                + script
                + "', true)");
        Optional<List<String>> damage =
            random.nextBoolean()
                ? Optional.of(DAMAGES.get(random.nextInt(DAMAGES.size())))
                : Optional.empty();
        damage.ifPresent(what -> server.query("now", what.getFirst()));
        Inventory after = inventory(now);
        Migrations migrations =
            Migrations.between(old, old.tables(), now, after.tables(), folder.resolve("checkout"));
        var differences =
            new ArrayList<>(
                new TableComparison(now, Optional.of(old), migrations)
                    .differences(before.tables(), old.tables(), after.tables()));
        differences.addAll(new DefinitionComparison(migrations).differences(before, after));
        String about = migration + " with " + damage + ", seed " + SEED + "\n" + differences;
        assertThat(
                differences.stream()
                    .filter(Difference::loss)
                    .map(Difference::what)
                    .distinct()
                    .toList())
            .as(about)
            .isEqualTo(
                damage
                    .map(what -> what.getLast())
                    .map(what -> List.of(what.contains(" ") ? what : "table public." + what))
                    .orElse(List.of()));
        assertThat(differences)
            .as(about)
            .filteredOn(each -> !each.loss())
            .allMatch(
                each ->
                    each.explanation().contains(script)
                        || each.explanation().contains("the record of the migrations")
                        || each.explanation().contains("with its table")
                        || each.explanation().contains("added by the migrations"));
        server.query("postgres", "DROP DATABASE now");
      }
    } finally {
      Shell.run(folder, "rm -rf \"$PWD\"");
    }
  }
}
