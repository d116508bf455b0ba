package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redeployments whose database is on an instance of Cloud SQL, which is destroyed on the way. */
@Order(1) // it takes longest
class CloudSqlTest {
  private static void succeeds(Finished finished) {
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
  }

  @Test
  void theSnapshotOutlivesItsInstanceAndComesBackOnTheNewOne() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      String old = stack.instance();
      Finished run = stack.redeploy();
      succeeds(run);
      stack.assertWhole();
      assertThat(run.output()).contains("2500 rows equal, by snapshot");
      assertThat(stack.provisioned())
          .containsExactly("create " + old, "destroy " + old, "create " + stack.instance());
      assertThat(stack.calls("sql.backupRuns.insert")).isEqualTo(1);
      assertThat(stack.calls("sql.instances.restoreBackup")).isEqualTo(1);
      assertThat(stack.run("report").output()).contains("app from snapshot: equal");
      succeeds(stack.run("rollback", "r1", "--discard-writes-since", "--approve", CloudStack.NAME));
      stack.assertWhole();
    }
  }

  @Test
  @Tag("long")
  void aSnapshotThatLacksRowsIsLeftForTheDump() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      stack.fault("{\"call\": \"operation.RESTORE_VOLUME\", \"fault\": \"damage\"}");
      Finished run = stack.redeploy();
      succeeds(run);
      stack.assertWhole();
      assertThat(stack.run("report").output())
          .contains("certificate A: it came back other than it was saved: table public.orders has")
          .contains("app from dump: equal");
    }
  }

  /** Only the first call is refused: a second one would be answered, and counted. */
  @Test
  @Tag("long")
  void nobodyWaitsForAQuotaOfRestoresThatIsUsedUp() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      stack.fault(
          "{\"call\": \"sql.instances.restoreBackup\", \"status\": 403,"
              + " \"reason\": \"quotaExceeded\"}");
      succeeds(stack.redeploy());
      stack.assertWhole();
      assertThat(stack.calls("sql.instances.restoreBackup")).isZero();
      assertThat(stack.run("report").output())
          .contains("app from snapshot: restoring instance ")
          .contains("app from dump: equal");
    }
  }

  @Test
  @Tag("long")
  void aServerThatTakesNeitherIsReplacedOnceForTheDump() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      // So few connections that neither looking at the restored tables nor loading them can work.
      stack.settings(
          "{\"retainBackupsOnDelete\": true, \"databaseFlags\": [{\"name\": \"max_connections\","
              + " \"value\": \"12\"}, {\"name\": \"max_wal_senders\", \"value\": \"2\"}, {\"name\":"
              + " \"superuser_reserved_connections\", \"value\": \"10\"}]}");
      stack.settingsNext("{\"retainBackupsOnDelete\": true}");
      succeeds(stack.redeploy());
      stack.assertWhole();
      assertThat(stack.provisioned()).hasSize(5);
      assertThat(stack.run("report").output())
          .containsPattern(
              "app from snapshot: .*connection slots[^#]*app from dump: .*connection slots[^#]*app"
                  + " from dump: equal");
    }
  }

  /** One restore brings both; one that failed is not repeated over what the dump brought. */
  @Test
  @Tag("long")
  void twoDatabasesOnOneServerAreRestoredAtOnce() throws Exception {
    try (CloudStack stack = CloudStack.build("{}", "")) {
      stack.stackFile("      retain-backups: true\n");
      stack.psql(
          """
          CREATE DATABASE wiki;
          \\connect wiki
          CREATE TABLE pages AS SELECT generate_series(1, 9) n;
          """);
      Path file = stack.folder().resolve("rehome.yaml");
      String text = Files.readString(file);
      String app = text.substring(text.indexOf("  app:"), text.indexOf("files:"));
      Files.writeString(
          file,
          text.replace(
              app, app + app.replace("  app:", "  wiki:").replace("name: shop", "name: wiki")));
      stack.fault("{\"call\": \"operation.RESTORE_VOLUME\"}");
      succeeds(stack.redeploy());
      stack.assertWhole();
      assertThat(stack.psql("\\connect wiki\nSELECT sum(n) FROM pages")).isEqualTo("45");
      assertThat(stack.calls("sql.instances.restoreBackup")).isEqualTo(1);
      assertThat(stack.run("report").output())
          .contains("app from snapshot: This was asked to fail")
          .contains("app from dump: equal")
          .contains("wiki from snapshot: This was asked to fail")
          .contains("wiki from dump: equal");
      assertThat(stack.calls("sql.instances.patch")).as("retained").isPositive();
      succeeds(stack.run("rollback", "r1", "--discard-writes-since", "--approve", CloudStack.NAME));
      stack.assertWhole();
      assertThat(stack.calls("sql.instances.restoreBackup")).isEqualTo(2);
      assertThat(stack.run("report").output()).contains("wiki from snapshot: equal");
    }
  }

  @Test
  @Tag("long")
  void whatASnapshotCannotDoTheDumpDoes() throws Exception {
    try (CloudStack stack =
        CloudStack.build("{\"retainBackupsOnDelete\": true, \"dataDiskSizeGb\": \"20\"}", "")) {
      stack.settings("{\"retainBackupsOnDelete\": true}");
      succeeds(stack.redeploy());
      stack.assertWhole();
      assertThat(stack.run("report").output())
          .contains("storage is smaller than the source's: 10 GB, not 20 GB")
          .contains("app from dump: equal");
    }
  }

  @Test
  void checkAsksForTheRightsThatARunNeeds() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      stack.ask(
          "POST",
          "/local/rights",
          "{\"project\": \"local\", \"denied\": [\"cloudsql.instances.restoreBackup\"]}");
      assertThat(stack.run("check", "second").errors())
          .contains(
              "this login lacks rights on instance local:"
                  + stack.instance()
                  + ": cloudsql.instances.restoreBackup");
      stack.ask("POST", "/local/rights", "{\"project\": \"local\"}");
      stack.fault(
          "{\"call\": \"cloudresourcemanager.projects.testIamPermissions\", \"fault\": \"fail\","
              + " \"status\": 403, \"reason\": \"accessNotConfigured\"}");
      Finished unknown = stack.run("check", "second");
      succeeds(unknown);
      assertThat(unknown.output())
          .contains("whether this login has all rights on instance local:" + stack.instance());
    }
  }

  @Test
  @Tag("long")
  void aPlannedInstanceThatCannotTakeTheSnapshotIsNoticedBeforeAnythingIsDestroyed()
      throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      stack.plannedByTerraform("POSTGRES_16", 5);
      Finished check = stack.run("check", "second");
      succeeds(check);
      assertThat(check.output())
          .contains(
              "the snapshot of instance local:"
                  + stack.instance()
                  + " (POSTGRES_15, 10 GiB) cannot be restored to what will be built (POSTGRES_16,"
                  + " 5 GiB): the dump will be used");
      stack.plannedByTerraform("POSTGRES_15", 10);
      assertThat(stack.run("check", "second").output()).doesNotContain("cannot be restored");
    }
  }

  @Test
  @Tag("long")
  void aRepositoryInABucketNeedsItsRights() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      Path file = stack.folder().resolve("rehome.yaml");
      Files.writeString(
          file,
          Files.readString(file)
              .replace("location: backups", "location: \"gs://cloudy-backups/all\""));
      succeeds(
          stack.inCloud(
              Rehome.repository("init", "gs://cloudy-backups/all", "--create-bucket", "eu")));
      stack.ask(
          "POST",
          "/local/rights",
          "{\"bucket\": \"cloudy-backups\", \"denied\": [\"storage.objects.delete\"]}");
      assertThat(stack.inCloud(stack.rehome("check", "second")).errors())
          .contains(
              "lacks rights on the repository gs://cloudy-backups/all: storage.objects.delete");
      stack.ask("POST", "/local/rights", "{\"bucket\": \"cloudy-backups\"}");
      succeeds(stack.inCloud(stack.rehome("run", "second", "--approve", CloudStack.NAME)));
      stack.assertWhole();
    }
  }

  @Test
  void findsTheInstanceAsTheRunbookDoesAndSaysWhatItFound() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      Path file = stack.folder().resolve("rehome.yaml");
      String text = Files.readString(file);
      Files.writeString(
          file, text.replace("instance: \"${output.instance}\"", "discover: \"db-*\""));
      succeeds(stack.run("check", "second"));
      Files.createDirectory(stack.folder().resolve("cloud/cloudsql/local:eu:db-other"));
      assertThat(stack.run("check", "second").errors())
          .contains("2 instances of project local fit db-*: db-")
          .contains("db-other");
      Files.writeString(
          file, text.replace("instance: \"${output.instance}\"", "discover: \"none-*\""));
      assertThat(stack.run("check", "second").errors())
          .contains("no instance of project local fit none-*");
      Files.writeString(file, text.replace("project: local", "project: other"));
      assertThat(stack.run("check", "second").errors())
          .contains("in project other failed: The Cloud SQL instance does not exist")
          .contains("see cloud-sql.project and cloud-sql.instance");
      Files.writeString(file, text.replace("endpoint: \"${file:url}\"", ""));
      Finished noLogin =
          stack
              .rehome("check", "second")
              .with("NO_GCE_CHECK", "true")
              .with("HOME", stack.folder().toString())
              .with("CLOUDSDK_CONFIG", stack.folder().toString())
              .run(Shop.LIMIT);
      assertThat(noLogin.errors())
          .contains("no Google credentials were found; gcloud auth application-default login");
    }
  }

  @Test
  @Tag("long")
  void theInstanceItselfExportsTheFinalDump() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      stack.psql(
          """
          CREATE VIEW notes AS SELECT note FROM orders;
          GRANT SELECT ON notes TO PUBLIC;
          CREATE EXTENSION pg_trgm;
          """);
      stack.stackFile("      export-to: gs://cloudy-exports/some\n");
      stack.bucket("cloudy-exports");
      Finished run =
          stack.inCloud(
              stack.rehome(
                  "run", "second", "--approve", CloudStack.NAME, "--restore-from", "dump"));
      succeeds(run);
      stack.assertWhole();
      assertThat(run.output()).contains("exporting database app to gs://cloudy-exports/some/");
      assertThat(stack.calls("sql.backupRuns.insert")).isZero();
      assertThat(stack.psql("SELECT has_table_privilege('public', 'notes', 'SELECT')"))
          .isEqualTo("t");
      Path bucket = stack.folder().resolve("cloud/storage/cloudy-exports");
      assertThat(bucket.resolve("policy.json")).content().doesNotContain("serviceAccount");
      assertThat(bucket.resolve("objects")).isEmptyDirectory();
    }
  }

  /** Google refuses the first backup run, as if a quota were used up, and fails the second. */
  @Test
  @Tag("long")
  void withoutSnapshotTheDumpIsUsed() throws Exception {
    try (CloudStack stack = CloudStack.build()) {
      stack.fault(
          "{\"call\": \"sql.backupRuns.insert\", \"status\": 403, \"reason\": \"quotaExceeded\"}");
      stack.fault("{\"call\": \"operation.BACKUP_VOLUME\"}");
      Finished run = stack.redeploy();
      succeeds(run);
      stack.assertWhole();
      assertThat(run.output())
          .contains("the provider made no snapshot: making a snapshot of instance")
          .contains("warning: there will be no snapshot: ");
      assertThat(stack.calls("sql.instances.restoreBackup")).isZero();
    }
  }

  @Test
  @Tag("long")
  void whatASnapshotDoesNotBringIsPutRight() throws Exception {
    String settings =
        """
        {"retainBackupsOnDelete": true, "databaseFlags": [{"name": "work_mem", "value": "8192"}],
         "backupConfiguration": {"enabled": true, "startTime": "03:00"}}
        """;
    try (CloudStack stack = CloudStack.build(settings, "db-replica")) {
      stack.stackFile("      replicas: recreate\n");
      stack.psql("CREATE UNLOGGED TABLE seen (at int); INSERT INTO seen VALUES (1), (1), (2)");
      stack.settings(settings.replace("8192", "4096"));
      Finished check = stack.run("check", "second");
      succeeds(check);
      assertThat(stack.run("plan", "second").output()).contains("flag work_mem = 8192 of instance");
      succeeds(stack.redeploy());
      stack.assertWhole();
      assertThat(stack.psql("SELECT count(*), sum(at) FROM seen")).isEqualTo("3|4");
      assertThat(stack.run("report").output())
          .contains("app from snapshot: equal")
          .contains("unlogged tables came back empty, and were filled from the dump: public.seen")
          .contains("flag work_mem was 8192 on the old instance, and is 4096 on the new one");
      Path instances = stack.folder().resolve("cloud/sql/instances/local");
      assertThat(instances.resolve(stack.instance() + "/instance.json"))
          .content()
          .contains("db-replica")
          .contains("\"startTime\": \"03:00\"");
      assertThat(stack.calls("sql.instances.insert"))
          .as("both, and the replica three times")
          .isEqualTo(5);
    }
  }

  @Test
  @Tag("long")
  void killedInEachLongOperationEachIsDoneOnce() throws Exception {
    try (CloudStack stack = CloudStack.build("{\"retainBackupsOnDelete\": true}", "db-replica")) {
      stack.stackFile("      export-to: gs://cloudy-exports/some\n      replicas: recreate\n");
      stack.bucket("cloudy-exports");
      for (String operation : List.of("BACKUP_VOLUME", "EXPORT", "RESTORE_VOLUME")) {
        stack.fault(
            "{\"call\": \"operation.%s\", \"fault\": \"delay\", \"milliseconds\": 4000}"
                .formatted(operation));
      }
      String[] arguments = {"second", "--approve", CloudStack.NAME};
      String command = "run";
      for (String call :
          List.of("backupRuns.insert", "instances.export", "instances.restoreBackup")) {
        try (Running running = stack.rehomeInCloud(command, arguments).start()) {
          while (running.isAlive() && stack.calls("sql." + call) == 0) {
            Thread.sleep(20);
          }
          assertThat(running.isAlive()).isTrue();
          Thread.sleep(500);
          Shop.kill(running);
        }
        command = "resume";
        arguments = new String[] {"r1", "--approve", CloudStack.NAME};
      }
      succeeds(stack.rehomeInCloud("resume", "r1").run(Shop.LIMIT));
      stack.assertWhole();
      assertThat(stack.calls("sql.backupRuns.insert")).isEqualTo(1);
      assertThat(stack.calls("sql.instances.restoreBackup")).isEqualTo(1);
      assertThat(stack.operations("EXPORT")).isEqualTo(1);
      assertThat(stack.operations("CREATE_REPLICA")).as("twice by the script").isEqualTo(3);
      assertThat(stack.provisioned()).hasSize(3);
      assertThat(stack.run("report").output()).contains("app from snapshot: equal");
    }
  }

  @Test
  void whatWouldLoseTheSnapshotsOrMoreIsRefusedByName() throws Exception {
    try (CloudStack stack = CloudStack.build("{\"deletionProtectionEnabled\": true}", "")) {
      stack.psql("CREATE DATABASE ledger");
      Finished check = stack.run("check", "second");
      assertThat(check.exitCode()).isEqualTo(20);
      assertThat(check.errors())
          .contains(
              "gcloud sql instances patch " + stack.instance() + " --retain-backups-on-delete")
          .contains("retain-backups: true in databases.app.cloud-sql")
          .contains("is protected from being deleted")
          .contains("database ledger on instance local:" + stack.instance() + " would be lost");
      assertThat(stack.redeploy().exitCode()).isEqualTo(20);
      assertThat(stack.provisioned()).hasSize(1);
      stack.ask(
          "POST",
          "/local/instances",
          "{\"project\": \"local\", \"name\": \""
              + stack.instance()
              + "\", \"state\": \"MAINTENANCE\"}");
      assertThat(stack.run("check", "second").errors())
          .contains("instance local:" + stack.instance() + " is in state MAINTENANCE");
      stack.fault(
          "{\"call\": \"sql.instances.get\", \"status\": 403, \"reason\":"
              + " \"accessNotConfigured\"}");
      assertThat(stack.run("check", "second").errors())
          .contains("gcloud services enable sqladmin.googleapis.com --project=local");
    }
  }
}
