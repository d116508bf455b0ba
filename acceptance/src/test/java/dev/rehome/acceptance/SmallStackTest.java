package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.localcloud.LocalCloud;
import dev.rehome.postgresserver.Installation;
import dev.rehome.postgresserver.PostgresServer;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first ten minutes: a stack file of six lines, and what is wrong with doing it by hand. */
class SmallStackTest {
  private Path folder = Path.of("");
  private PostgresServer server;
  private String storage = "";

  @SuppressWarnings("NullAway.Init")
  SmallStackTest() {}

  @BeforeEach
  void build() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    Installation newest =
        Installation.all().stream().filter(Installation::hasServer).toList().getLast();
    server = PostgresServer.running(newest, folder.resolve("server"));
    psql("postgres", "CREATE ROLE shop LOGIN CREATEDB PASSWORD 'word'");
    psql("postgres", "CREATE ROLE reader");
    psql("postgres", "CREATE DATABASE shop OWNER shop");
    psql(
        "shop",
        """
        SET ROLE shop;
        CREATE TABLE notes (id serial PRIMARY KEY, text text, j jsonb, b bytea, f float8);
        INSERT INTO notes (text, j, b, f)
          SELECT 'GRANT cloudsqlsuperuser TO cloudsqladmin; ' || chr(9) || n, '{"a": null}', '\\x00ff', n / 3.0
          FROM generate_series(1, 3000) n;
        INSERT INTO notes (text, f) VALUES (NULL, 'NaN'), ('', '-0'), (E'\\\\. \\n \\\\N', 'Infinity');
        CREATE TABLE "Odd ""name" ("select" int);
        CREATE TABLE parts (n int) PARTITION BY RANGE (n);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100);
        INSERT INTO parts VALUES (1), (1), (2);
        CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM notes;
        CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
        GRANT SELECT ON notes TO reader;
        SELECT lo_from_bytea(0, '\\x0102');
        """);
    psql("postgres", "CREATE DATABASE \"an 'odd' = name\" OWNER shop");
    psql(
        "an 'odd' = name",
        "SET ROLE shop; CREATE TABLE pages AS SELECT n FROM generate_series(1, 9) n");
    Files.createDirectories(folder.resolve("site/uploads"));
    Files.writeString(folder.resolve("site/uploads/one"), "one");
    Shell.run(folder.resolve("site/uploads"), "printf x > \"$(printf 'caf\\351')\"; mkdir empty");
    Files.writeString(
        folder.resolve("rehome.yaml"),
        """
        stack: shop
        databases:
          app: { url: "postgres://shop@127.0.0.1:%1$d/shop", password: "${env:WORD}" }
          wiki:
            host: 127.0.0.1
            port: %1$d
            name: "an 'odd' = name"
            user: shop
            password: "${env:WORD}"
        files: [ { root: site, include: [uploads] } ]
        repository: { location: backups, password: "${env:REHOME_PASSWORD}" }
        """
            .formatted(server.port()));
    Repositories.make(folder.resolve("backups")).close();
  }

  @AfterEach
  void remove() {
    server.close();
    Shell.run(folder, "rm -rf \"$PWD\"");
  }

  private String psql(String database, String query) {
    Finished finished =
        Command.of(server.installation().program("psql").toString())
            .and("-h", "127.0.0.1", "-p", "" + server.port(), "-U", "postgres")
            .and("-v", "ON_ERROR_STOP=1", "-Atqc", query)
            .with("PGDATABASE", database)
            .with("PGPASSWORD", server.password())
            .run(Shop.LIMIT);
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    return finished.output().strip();
  }

  private Finished rehome(String... arguments) {
    return Command.of(Rehome.LAUNCHER)
        .and(arguments)
        .and("--file", folder.resolve("rehome.yaml").toString())
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD))
        .with("REHOME_TARGET_PASSWORD", server.password())
        .with("WORD", new Secret("word"))
        .with("REHOME_SCRATCH", folder.resolve("scratch").toString())
        .with("STORAGE_EMULATOR_HOST", storage)
        .run(Shop.LIMIT);
  }

  private Finished done(String... arguments) {
    Finished finished = rehome(arguments);
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
    return finished;
  }

  @Test
  void aBackupIsProvenAndTheSourceOnlyRead() {
    String before =
        psql("postgres", "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database");
    done("backup");
    assertThat(rehome("backups").output()).containsPattern("single +no");
    assertThat(done("prove").output())
        .contains("equal: 5 tables")
        .contains("Database wiki")
        .contains("equal: 1 tables, 9 rows")
        .contains("not compared: public.counted (materialized_view)")
        .contains("2 files, 4 bytes")
        .containsPattern("restic \\S+: checked the repository")
        .contains("Your backup restores.");
    assertThat(rehome("backups").output()).containsPattern("single +yes");
    assertThat(
            psql("postgres", "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database"))
        .isEqualTo(before);
    Shell.run(folder, "! pgrep -f \"$PWD/scratch/rehome-shop-proof\"");
  }

  @Test
  void aRepositoryInABucketServesAsOneInAFolder() throws IOException {
    try (LocalCloud cloud = LocalCloud.start(folder.resolve("cloud"), 0)) {
      storage = cloud.address();
      Path file = folder.resolve("rehome.yaml");
      String location = "gs://shop-backups/rehome";
      Files.writeString(
          file, Files.readString(file).replace("location: backups", "location: " + location));
      Finished made =
          Rehome.repository("init", location, "--create-bucket", "us")
              .with("STORAGE_EMULATOR_HOST", storage)
              .with("GOOGLE_CLOUD_PROJECT", "local")
              .run(Shop.LIMIT);
      assertThat(made.exitCode()).as(made.errors()).isZero();
      done("backup");
      assertThat(done("prove").output())
          .contains("equal: 5 tables")
          .contains("not asked, since it cannot reach " + location)
          .contains("Your backup restores.");
      psql("shop", "DELETE FROM notes WHERE id = 7");
      assertThat(rehome("diff", "latest").output()).contains("public.notes");
    }
  }

  @Test
  @Tag("long")
  void diffNamesWhatChangedSince() throws IOException {
    done("backup");
    assertThat(done("diff", "latest").output()).contains("No differences.");
    psql(
        "shop",
        "UPDATE notes SET text = 'other' WHERE id = 7; SET ROLE shop; CREATE TABLE more (n int)");
    psql("shop", "INSERT INTO parts VALUES (3)");
    Files.writeString(folder.resolve("site/uploads/two"), "two");
    Files.delete(folder.resolve("site/uploads/one"));
    Finished live = rehome("diff", "latest");
    assertThat(live.exitCode()).isEqualTo(5);
    assertThat(live.output())
        .contains("table public.notes has other content in its rows")
        .contains("table public.parts_1 has 4 rows, not 3")
        .contains("table public.more is there in addition")
        .contains("file + ")
        .contains("uploads/two")
        .contains("file - ");
    String first = id();
    done("backup");
    assertThat(rehome("diff", first, "latest").output())
        .contains("table public.notes has other content in its rows")
        .contains("uploads/two");
  }

  private String id() {
    return rehome("backups", "--json")
        .output()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(".*\"backup\":\"([^\"]+)\".*", "$1");
  }

  /** By hand, sed edits rows, and the loaded database belongs to nobody who may use it. */
  @Test
  void aRestoredDatabaseHasEveryRowAndBelongsToItsUser() {
    String rows = "SELECT md5(string_agg(n::text, '|' ORDER BY id)) FROM notes n";
    String before = psql("shop", rows);
    done("backup");
    String url = "app=postgres://shop@127.0.0.1:" + server.port() + "/again";
    psql("postgres", "ALTER ROLE shop PASSWORD '" + server.password().reveal() + "'");
    done("restore", "latest", "--database", url);
    assertThat(psql("again", rows)).isEqualTo(before);
    assertThat(psql("again", "SET ROLE shop; CREATE TABLE mine (n int); SELECT 'made'"))
        .isEqualTo("made");
    Finished twice = rehome("restore", "latest", "--database", url);
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.errors()).contains("is there already");
  }

  @Test
  void aStackIsRecoveredByHandAsItIsWritten() throws IOException {
    String rows = "SELECT md5(string_agg(n::text, '|' ORDER BY id)) FROM notes n";
    done("backup");
    String page = Files.readString(Path.of("../docs/recover-by-hand.md"));
    String script = page.substring(page.lastIndexOf("```sh\n") + 6, page.lastIndexOf("```"));
    Finished finished =
        Command.of("bash", "-euo", "pipefail", "-c", script)
            .and("test")
            .with("RESTIC_REPOSITORY", folder.resolve("backups").toString())
            .with("RESTIC_PASSWORD", new Secret(Repositories.PASSWORD))
            .with("BACKUP", id())
            .with("TARGET", folder.resolve("target").toString())
            .with("PGHOST", "127.0.0.1")
            .with("PGPORT", "" + server.port())
            .with("PGUSER", "postgres")
            .with("PGPASSWORD", server.password())
            .with("KEY", "app")
            .with("OWNER", "shop")
            .with("DATABASE", "by_hand")
            .run(Shop.LIMIT);
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    assertThat(finished.output()).contains("\"kind\"").contains("\"roles\"");
    assertThat(psql("by_hand", rows)).isEqualTo(psql("shop", rows));
    assertThat(folder.resolve("target/files/here/0" + folder + "/site/uploads/one"))
        .hasContent("one");
  }

  /** By hand, cp -n keeps half-written files. */
  @Test
  void aHalfWrittenFileIsReplaced() throws IOException {
    done("backup");
    Path target = folder.resolve("target");
    Path file = target.resolve(folder.resolve("site/uploads/one").toString().substring(1));
    Files.createDirectories(file.resolve(".."));
    Files.writeString(file, "o");
    done("restore", "latest", "--files", target.toString());
    assertThat(file).hasContent("one");
    assertThat(Shell.run(file.resolve("..").normalize(), "ls -A | wc -l").strip()).isEqualTo("3");
  }

  /** Overwriting is destroying, too. */
  @Test
  @Tag("long")
  void filesAreRestoredOverNothingThatIsInUse() throws IOException {
    done("backup");
    Files.writeString(folder.resolve("site/uploads/one"), "one, and what was written since");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("site"));
    for (Path target :
        List.of(Path.of("/"), folder, folder.resolve("site"), folder.resolve("backups"), link)) {
      for (String more : List.of("--files", "--into-existing")) {
        Finished refused =
            more.equals("--files")
                ? rehome("restore", "latest", "--files", target.toString())
                : rehome("restore", "latest", "--files", target.toString(), more);
        assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(2);
        assertThat(refused.errors()).contains("nothing was changed").contains("/var/tmp/rehome-");
      }
    }
    assertThat(folder.resolve("site/uploads/one")).hasContent("one, and what was written since");
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("thesis"), "the only copy");
    Finished refused = rehome("restore", "latest", "--files", mine.toString());
    assertThat(refused.errors()).contains("is not empty; it holds " + mine + "/thesis");
    done("restore", "latest", "--files", mine.toString(), "--into-existing");
    assertThat(mine.resolve("thesis")).hasContent("the only copy");
    assertThat(Path.of(mine + folder.resolve("site/uploads/one").toString())).hasContent("one");
  }

  /** Nothing is compared by hand; here a proof that finds a difference is no proof. */
  @Test
  @Tag("long")
  void aBackupThatDoesNotRestoreIsNotProven() throws IOException {
    // Computed anew by every load, which then succeeds with other rows than were saved.
    psql(
        "shop",
        """
        SET ROLE shop;
        CREATE FUNCTION public.place() RETURNS name LANGUAGE sql IMMUTABLE AS
          $$ SELECT current_database() $$;
        ALTER TABLE notes ADD COLUMN place name GENERATED ALWAYS AS (public.place()) STORED;
        """);
    done("backup");
    Finished prove = rehome("prove");
    assertThat(prove.exitCode()).isEqualTo(23);
    assertThat(prove.errors())
        .contains("came out other than it was saved; database app")
        .contains("table public.notes has other content in its rows")
        .contains("this backup must not be relied on");
    assertThat(rehome("backups").output()).containsPattern("single +no");
  }

  @Test
  void secretsAreNeverShown() {
    Finished wrong =
        Command.of(Rehome.LAUNCHER, "backup", "--file", folder.resolve("rehome.yaml").toString())
            .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD))
            .with("WORD", new Secret("not-the-word"))
            .run(Shop.LIMIT);
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.output() + wrong.errors())
        .contains("check the password of shop for databases.app")
        .doesNotContain("not-the-word")
        .doesNotContain(Repositories.PASSWORD);
  }
}
