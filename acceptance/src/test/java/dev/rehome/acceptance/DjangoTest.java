package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Secret;
import dev.rehome.testkit.Repositories;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real Django project of two revisions, on a stack that a script of its own builds. */
class DjangoTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("rehome.root", ".."), "acceptance/src/test/resources/django");
  private static final String LAST = "SELECT name FROM django_migrations ORDER BY id DESC LIMIT 1";
  private static final String CONTENT =
      "SELECT md5(string_agg(o::text, '|' ORDER BY id)) FROM"
          + " (SELECT id, name, details, raw, file FROM mev_operation) o";

  private Path folder = Path.of("");

  @BeforeEach
  void build() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(folder.resolve("port"), socket.getLocalPort() + "\n");
    }
    Shell.run(
        folder,
        """
        chmod 755 .
        mkdir git && cd git && git -c init.defaultBranch=main init -q
        for revision in first second; do
          cp -r "$1/$revision/." .
          git add -A
          git -c user.name=test -c user.email=test@example.org commit -q -m "$revision"
          git tag "$revision"
        done
        git worktree add -q --detach ../live first
        ../live/stack create "$PWD/.."
        """,
        SOURCES.toAbsolutePath().normalize().toString());
    Shell.run(
        folder.resolve("home"),
        "set -a; DB_PORT=$(cat ../port) DB_PASSWD=$(cat password) DATA_DIR=$PWD/data PLACE=.."
            + " TITLE=x; set +a; cd site && /usr/bin/python3 manage.py migrate -v0 &&"
            + " /usr/bin/python3 load.py");
    Files.writeString(folder.resolve("rehome.yaml"), stackFile());
    Repositories.make(folder.resolve("backups")).close();
  }

  @AfterEach
  void remove() {
    Shell.run(folder, "[ ! -d home ] || live/stack destroy \"$PWD\"; rm -rf \"$PWD\"");
  }

  private String stackFile() {
    return """
    stack: webmev
    revisions: { git: git, current: { run: [git, -C, live, rev-parse, HEAD] } }
    infrastructure:
      commands:
        create: [./stack, create, %1$s]
        destroy: [./stack, destroy, %1$s]
        outputs: [./stack, outputs, %1$s]
    databases:
      app:
        host: 127.0.0.1
        port: "${output.port}"
        name: webmev
        user: mev
        password: "${file:home/password}"
        admin-user: postgres
        admin-password: "${file:home/admin-password}"
    files: [ { root: "${output.home}/data", include: [operations] } ]
    migrate:
      - run: [/usr/bin/python3, "${output.home}/site/manage.py", migrate]
        env-file: "${output.home}/env_vars.txt"
    preview:
      - run: |
          DB_PORT=$REHOME_DATABASE_APP_PORT DB_PASSWD=$REHOME_DATABASE_APP_PASSWORD /usr/bin/python3 site/manage.py migrate
        env-file: home/env_vars.txt
    repository: { location: backups, password: "${env:REHOME_PASSWORD}" }
    """
        .formatted(folder);
  }

  private Finished rehome(String... arguments) {
    return Command.of(Rehome.LAUNCHER)
        .and(arguments)
        .and("--file", folder.resolve("rehome.yaml").toString())
        .with("REHOME_PASSWORD", new Secret(Repositories.PASSWORD))
        .with("REHOME_SCRATCH", folder.resolve("scratch").toString())
        .run(Shop.LIMIT);
  }

  private String query(String query) {
    return Shell.run(
            folder,
            "PGPASSWORD=admin-secret psql -h 127.0.0.1 -p \"$(cat port)\" -U postgres -Atc \"$1\""
                + " webmev",
            query)
        .strip();
  }

  private long loads() {
    return Long.parseLong(
        Shell.run(folder, "grep -c 'CREATE TABLE public.mev_operation (' home/database/log || true")
            .strip());
  }

  @Test
  void isCarriedFromOneRevisionToTheNextWithItsData() throws IOException {
    String content = query(CONTENT);
    Finished finished = rehome("run", "second", "--approve", "webmev", "--json");
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
    assertThat(query(LAST)).isEqualTo("0003_sizes");
    assertThat(query(CONTENT)).isEqualTo(content);
    assertThat(query("SELECT count(*) FROM mev_operation WHERE size IS NULL")).isEqualTo("0");
    assertThat(query("SELECT sum(size) FROM mev_operation"))
        .isEqualTo(Shell.run(folder, "cat home/data/operations/* | wc -c").strip());
    assertThat(query("SELECT count(*) FROM mev_tag WHERE label = 'cloudsqladmin'")).isEqualTo("1");
    assertThat(finished.output().lines().toList().getLast())
        .contains("column legacy removed")
        .contains("column name renamed to label")
        .contains("\"outcome\":\"explained\"");
    assertThat(Files.readAllLines(folder.resolve("witness")))
        .containsExactly("create", "destroy", "create");
  }

  @Test
  @Tag("long")
  void aRevisionsMigrationsAreTriedOnACopyFirst() throws IOException {
    String content = query(CONTENT);
    Finished saved = rehome("backup");
    assertThat(saved.exitCode()).as(saved.errors()).isZero();
    Finished tried = rehome("prove", "latest", "--migrate", "second");
    assertThat(tried.exitCode()).as(tried.output() + tried.errors()).isZero();
    assertThat(tried.output())
        .contains("table column public.mev_operation.legacy, by ALTER TABLE \"mev_operation\" DROP")
        .containsPattern("public.mev_operation: 0 inserted, [1-9][\\d,]* updated, 0 deleted")
        .contains("public.mev_operation AccessExclusiveLock")
        .contains("column name renamed to label (by mev/migrations/")
        .doesNotContain("Lost by the certificate's rules");
    assertThat(query(LAST)).as("of the stack itself").isEqualTo("0001_initial");
    assertThat(query(CONTENT)).isEqualTo(content);
    assertThat(rehome("plan", "second").output()).contains("Preview of the migrations of ");

    Files.createFile(folder.resolve("fail"));
    Finished failed = rehome("prove", "latest", "--migrate", "second");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.errors())
        .contains("(preview) ended with exit code 1")
        .contains("mend the migration before a run");
    Shell.run(folder, "! ls -d scratch/rehome-webmev-proof-*");
  }

  @Test
  @Tag("long")
  void aMigrationThatFailsIsRunAgainOnAFreshCopyOrRolledBack() throws IOException {
    String content = query(CONTENT);
    Files.createFile(folder.resolve("fail"));
    Finished failed = rehome("run", "second", "--approve", "webmev");
    assertThat(failed.exitCode()).as(failed.output() + failed.errors()).isEqualTo(24);
    assertThat(failed.errors())
        .contains("ERROR  the command \"/usr/bin/python3 ${output.home}/site/manage.py migrate\"")
        .contains("is complete and proven; the old stack is destroyed")
        .contains("NEXT   rehome resume r1")
        .contains("rehome rollback r1");
    assertThat(query(LAST)).as("half migrated").isEqualTo("0002_kinds");
    assertThat(loads()).isEqualTo(1);

    Finished again = rehome("resume", "r1");
    assertThat(again.exitCode()).isEqualTo(24);
    assertThat(loads()).as("restored before the second try").isEqualTo(2);

    Files.delete(folder.resolve("fail"));
    Finished resumed = rehome("resume", "r1");
    assertThat(resumed.exitCode()).as(resumed.output() + resumed.errors()).isZero();
    assertThat(query(LAST)).isEqualTo("0003_sizes");
    assertThat(query(CONTENT)).isEqualTo(content);

    Finished back = rehome("rollback", "r1", "--discard-writes-since", "--approve", "webmev");
    assertThat(back.exitCode()).as(back.output() + back.errors()).isZero();
    assertThat(query(LAST)).isEqualTo("0001_initial");
    assertThat(query(CONTENT)).isEqualTo(content);
    assertThat(Files.readAllLines(folder.resolve("witness")))
        .containsExactly("create", "destroy", "create", "destroy", "create");
  }
}
