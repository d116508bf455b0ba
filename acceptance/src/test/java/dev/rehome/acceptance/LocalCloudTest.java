package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.BackupRunsListResponse;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.DatabasesListResponse;
import com.google.api.services.sqladmin.model.InstancesListResponse;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.OperationsListResponse;
import com.google.api.services.sqladmin.model.UsersListResponse;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.Policy;
import dev.rehome.localcloud.LocalCloud;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The local cloud's own manners: Google's forms, and Google's refusals. */
class LocalCloudTest {
  private static final String SQL = "/v1/projects/p/";

  private final HttpClient client = HttpClient.newHttpClient();
  private Path folder = Path.of("");
  private LocalCloud cloud;

  @SuppressWarnings("NullAway.Init")
  LocalCloudTest() {}

  @BeforeEach
  void start() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "rehome-test-");
    Shell.run(folder, "chmod 755 .");
    cloud = LocalCloud.start(folder.resolve("cloud"), 0);
  }

  @AfterEach
  void stop() {
    cloud.close();
    client.close();
    Shell.run(folder.resolveSibling("."), "rm -rf \"$1\"", folder.toString());
  }

  private HttpResponse<String> send(String verb, String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(cloud.address() + path))
            .method(verb, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** An answer in the API's own form, without any field that this has not. */
  private <T extends GenericJson> T ask(String verb, String path, String body, Class<T> type)
      throws Exception {
    HttpResponse<String> answer = send(verb, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    T value = GsonFactory.getDefaultInstance().fromString(answer.body(), type);
    assertKnown(value, type.getSimpleName());
    return value;
  }

  private static void assertKnown(Object value, String where) {
    if (value instanceof GenericJson json) {
      assertThat(json.getUnknownKeys()).as(where).isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> assertKnown(each, where + "." + key));
    }
    if (value instanceof Collection<?> all) {
      all.forEach(each -> assertKnown(each, where + "[]"));
    }
  }

  private <T extends GenericJson> T get(String path, Class<T> type) throws Exception {
    return ask("GET", path, "", type);
  }

  private Operation begin(String verb, String path, String body) throws Exception {
    return ask(verb, SQL + path, body, Operation.class);
  }

  /** How an operation ended: its error, or nothing. */
  private String end(Operation begun) throws Exception {
    Operation now = begun;
    while (!now.getStatus().equals("DONE")) {
      Thread.sleep(50);
      now = get(SQL + "operations/" + begun.getName(), Operation.class);
    }
    return now.getError() == null ? "" : now.getError().getErrors().getFirst().getMessage();
  }

  private void done(String verb, String path, String body) throws Exception {
    assertThat(end(begin(verb, path, body))).isEmpty();
  }

  private void refused(int status, String saying, String verb, String path, String body)
      throws Exception {
    HttpResponse<String> answer = send(verb, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(saying);
  }

  private void instance(String name, String settings) throws Exception {
    done("POST", "instances", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}");
  }

  private BackupRun newest(String instance) throws Exception {
    return get(SQL + "instances/" + instance + "/backupRuns", BackupRunsListResponse.class)
        .getItems()
        .getFirst();
  }

  private String restoring(BackupRun run) {
    return "{\"restoreBackupContext\": {\"backupRunId\": \"%d\", \"instanceId\": \"%s\"}}"
        .formatted(run.getId(), run.getInstance());
  }

  @Test
  void answersAsGooglesOwnClientsReadThem() throws Exception {
    instance("one", "{\"tier\": \"db-f1-micro\"}");
    done("POST", "instances/one/users", "{\"name\": \"u\", \"password\": \"w\"}");
    done("POST", "instances/one/databases", "{\"name\": \"d\"}");
    done("POST", "instances/one/backupRuns", "{\"description\": \"first\"}");
    DatabaseInstance one = get(SQL + "instances/one", DatabaseInstance.class);
    assertThat(one.getConnectionName()).isEqualTo("p:us-central1:one");
    assertThat(get("/sql/v1beta4/projects/p/instances/one", DatabaseInstance.class).getCreateTime())
        .isEqualTo(one.getCreateTime());
    assertThat(get(SQL + "instances", InstancesListResponse.class).getItems()).hasSize(1);
    assertThat(get(SQL + "instances/one/users", UsersListResponse.class).getItems())
        .extracting("name")
        .containsExactly("postgres", "u");
    assertThat(get(SQL + "instances/one/databases", DatabasesListResponse.class).getItems())
        .extracting("name")
        .containsExactly("d", "postgres");
    assertThat(get(SQL + "operations?instance=one", OperationsListResponse.class).getItems())
        .extracting("operationType")
        .containsExactly("BACKUP_VOLUME", "CREATE_DATABASE", "CREATE_USER", "CREATE");
    BackupRun run = newest("one");
    assertThat(run.getDescription()).isEqualTo("first");
    assertThat(run.getStatus()).isEqualTo("SUCCESSFUL");
    ask("POST", "/storage/v1/b?project=p", "{\"name\": \"a-bucket\"}", Bucket.class);
    get("/storage/v1/b/a-bucket", Bucket.class);
    get("/storage/v1/b/a-bucket/iam", Policy.class);
    refused(400, "Unknown name \\\"colour\\\"", "POST", SQL + "instances", "{\"colour\": \"red\"}");
    refused(400, "Unknown name", "POST", "/storage/v1/b?project=p", "{\"colour\": \"red\"}");
    refused(404, "instanceDoesNotExist", "GET", SQL + "instances/two", "");
  }

  @Test
  void refusesWhatGoogleRefuses() throws Exception {
    instance("old", "{\"dataDiskSizeGb\": \"20\"}");
    done("POST", "instances/old/backupRuns", "{}");
    BackupRun run = newest("old");
    send("POST", "/local/faults", "{\"call\": \"operation.RESTART\", \"fault\": \"delay\"}");
    Operation slow = begin("POST", "instances/old/restart", "");
    refused(409, "operationInProgress", "POST", SQL + "instances/old/backupRuns", "{}");
    end(slow);
    instance("small", "{}");
    refused(
        400,
        "smaller than the source's",
        "POST",
        SQL + "instances/small/restoreBackup",
        restoring(run));
    instance("new", "{\"dataDiskSizeGb\": \"20\"}");
    done("POST", "instances", "{\"name\": \"copy\", \"masterInstanceName\": \"new\"}");
    refused(400, "has replicas", "POST", SQL + "instances/new/restoreBackup", restoring(run));
    refused(400, "has replicas", "DELETE", SQL + "instances/new", "");
    done("DELETE", "instances/copy", "");
    for (int i = 0; i < 3; i++) {
      done("POST", "instances/new/restoreBackup", restoring(run));
    }
    refused(429, "Quota exceeded", "POST", SQL + "instances/new/restoreBackup", restoring(run));
    send(
        "POST",
        "/local/instances",
        "{\"project\": \"p\", \"name\": \"new\", \"state\": \"MAINTENANCE\"}");
    refused(400, "MAINTENANCE", "POST", SQL + "instances/new/restoreBackup", restoring(run));
    done("PATCH", "instances/old", "{\"settings\": {\"deletionProtectionEnabled\": true}}");
    refused(400, "protected", "DELETE", SQL + "instances/old", "");
    done("PATCH", "instances/old", "{\"settings\": {\"deletionProtectionEnabled\": false}}");
    assertThat(get(SQL + "instances/old", DatabaseInstance.class).getSettings().getDataDiskSizeGb())
        .isEqualTo(20);
    done("DELETE", "instances/old", "");
    assertThat(get(SQL + "instances/-/backupRuns", BackupRunsListResponse.class).getItems())
        .as("not retained")
        .isEmpty();
  }

  @Test
  void outlivesItsRestartAndFailsWhatWasUnderWay() throws Exception {
    instance("one", "{\"finalBackupConfig\": {\"enabled\": true}}");
    done("POST", "instances/one/databases", "{\"name\": \"d\"}");
    send(
        "POST",
        "/local/faults",
        "{\"call\": \"operation.BACKUP_VOLUME\", \"fault\": \"delay\", \"milliseconds\": 60000}");
    Operation slow = begin("POST", "instances/one/backupRuns", "{}");
    Thread.sleep(500);
    int port = cloud.port();
    cloud.close();
    cloud = LocalCloud.start(folder.resolve("cloud"), port);
    assertThat(end(slow)).contains("ended meanwhile");
    assertThat(newest("one").getStatus()).isEqualTo("FAILED");
    assertThat(get(SQL + "instances/one/databases", DatabasesListResponse.class).getItems())
        .extracting("name")
        .contains("d");
    done("DELETE", "instances/one", "");
    assertThat(get(SQL + "instances/-/backupRuns", BackupRunsListResponse.class).getItems())
        .extracting("type")
        .contains("FINAL");
  }
}
