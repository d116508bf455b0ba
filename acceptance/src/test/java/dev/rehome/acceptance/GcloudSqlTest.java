package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.localcloud.LocalCloud;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The runbook's own Cloud SQL commands, by the real gcloud, against the local cloud. */
@EnabledIf("dev.rehome.acceptance.GcloudStorageTest#gcloudIsThere")
class GcloudSqlTest {
  private Path folder = Path.of("");
  private LocalCloud cloud;

  @SuppressWarnings("NullAway.Init")
  GcloudSqlTest() {}

  @BeforeEach
  void start() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    cloud = LocalCloud.start(folder.resolve("cloud"), 0);
  }

  @AfterEach
  void stop() {
    cloud.close();
    Shell.run(folder.resolveSibling("."), "rm -rf \"$1\"", folder.toString());
  }

  private Finished tryGcloud(String... arguments) {
    return Command.of("gcloud")
        .and(arguments)
        .with("CLOUDSDK_API_ENDPOINT_OVERRIDES_SQL", cloud.address() + "/")
        .with("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE", cloud.address() + "/storage/v1/")
        .with("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true")
        .with("CLOUDSDK_CORE_PROJECT", "local")
        .with("CLOUDSDK_CORE_DISABLE_PROMPTS", "1")
        .with("CLOUDSDK_CORE_CHECK_GCE_METADATA", "false")
        .with("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString())
        .run(Duration.ofMinutes(3));
  }

  private String gcloud(String... arguments) {
    Finished finished = tryGcloud(arguments);
    assertThat(finished.exitCode())
        .as(String.join(" ", arguments) + "\n" + finished.output() + finished.errors())
        .isZero();
    return finished.output();
  }

  /** As the application would, by the socket that the Auth Proxy puts there. */
  private String psql(String instance, String password, String statements) {
    Path socket = folder.resolve("cloud/cloudsql/local:us-central1:" + instance);
    Finished finished =
        Command.of("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", socket.toString())
            .and("-U", "webmev", "-d", "webmev", "-c", statements)
            .with("PGPASSWORD", password)
            .run(Duration.ofMinutes(1));
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    return finished.output().strip();
  }

  private void instance(String name, String password) {
    gcloud(
        "sql",
        "instances",
        "create",
        name,
        "--database-version=POSTGRES_15",
        "--tier=db-f1-micro",
        "--region=us-central1",
        "--root-password=a-root");
    gcloud("sql", "users", "create", "webmev", "--instance=" + name, "--password=" + password);
    gcloud("sql", "databases", "create", "webmev", "--instance=" + name);
  }

  @Test
  @Tag("long")
  void theRunbooksCommandsBringADeletedInstanceBack() throws IOException {
    instance("webmev-old-db-1a", "old");
    psql(
        "webmev-old-db-1a",
        "old",
        "CREATE TABLE t (x int); INSERT INTO t VALUES (1), (2); CREATE UNLOGGED TABLE u (x int);"
            + " INSERT INTO u VALUES (1)");
    gcloud("sql", "instances", "patch", "webmev-old-db-1a", "--retain-backups-on-delete");
    gcloud("sql", "backups", "create", "--instance=webmev-old-db-1a", "--description=before");
    String id =
        gcloud("sql", "backups", "list", "--instance=webmev-old-db-1a", "--format=value(id)")
            .strip();
    assertThat(gcloud("sql", "backups", "list", "--instance=webmev-old-db-1a"))
        .contains(id)
        .contains("SUCCESSFUL");
    psql("webmev-old-db-1a", "old", "INSERT INTO t VALUES (3)");
    gcloud("sql", "instances", "delete", "webmev-old-db-1a");
    assertThat(gcloud("sql", "backups", "list", "--instance=-")).contains(id);

    instance("webmev-new-db-2b", "new");
    assertThat(gcloud("sql", "instances", "describe", "webmev-new-db-2b"))
        .contains("replicationType: SYNCHRONOUS")
        .contains("replicationLogArchivingEnabled: false")
        .doesNotContain("replicaNames");
    gcloud(
        "sql",
        "backups",
        "restore",
        id,
        "--restore-instance=webmev-new-db-2b",
        "--backup-instance=webmev-old-db-1a");
    assertThat(psql("webmev-new-db-2b", "old", "SELECT count(*) FROM t")).isEqualTo("2");
    assertThat(psql("webmev-new-db-2b", "old", "SELECT count(*) FROM u")).isEqualTo("0");

    gcloud("storage", "buckets", "create", "gs://dumps", "--uniform-bucket-level-access");
    String uri = "gs://dumps/db_export.gz";
    Finished refused =
        tryGcloud("sql", "export", "sql", "webmev-new-db-2b", uri, "--database=webmev");
    assertThat(refused.errors()).contains("does not have storage.objects.create access");
    String account =
        gcloud(
                "sql",
                "instances",
                "describe",
                "webmev-new-db-2b",
                "--format=value(serviceAccountEmailAddress)")
            .strip();
    gcloud(
        "storage",
        "buckets",
        "add-iam-policy-binding",
        "gs://dumps",
        "--member=serviceAccount:" + account,
        "--role=roles/storage.objectAdmin");
    Shell.run(folder, "sleep 2.5");
    gcloud("sql", "export", "sql", "webmev-new-db-2b", uri, "--database=webmev");
    gcloud("storage", "cp", uri, folder.toString());
    assertThat(Shell.run(folder, "gunzip -c db_export.gz | grep -A2 '^COPY public.t '"))
        .contains("\n1\n2\n");
    assertThat(Files.readString(cloud.log())).doesNotContain(" none ").doesNotContain(" 500");
  }
}
