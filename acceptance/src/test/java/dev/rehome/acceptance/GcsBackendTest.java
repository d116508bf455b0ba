package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.localcloud.LocalCloud;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.RetryingBackend;
import dev.rehome.repository.gcs.GcsBackend;
import dev.rehome.repository.gcs.GcsLocation;
import dev.rehome.testkit.BackendContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own client against the local cloud, with nothing between them but HTTP. */
class GcsBackendTest extends BackendContract {
  @TempDir static Path data = Path.of("");
  private static Optional<LocalCloud> cloud = Optional.empty();
  private static int number;

  @BeforeAll
  static void start() throws IOException {
    cloud = Optional.of(LocalCloud.start(data, 0));
  }

  @AfterAll
  static void stop() {
    cloud.orElseThrow().close();
  }

  private static Backend backend(String location, Optional<String> region) {
    return new GcsBackend(
        GcsLocation.parse(location),
        region,
        Map.of(
            "STORAGE_EMULATOR_HOST",
            cloud.orElseThrow().address(),
            "GOOGLE_CLOUD_PROJECT",
            "local"));
  }

  @Override
  protected Backend empty() {
    Backend backend = backend("gs://bucket-" + number++ + "/some/prefix", Optional.of("us"));
    backend.prepare();
    return new RetryingBackend(backend, 10, Duration.ofMillis(20));
  }

  private static void fault(String json) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(cloud.orElseThrow().address() + "/local/faults"))
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @Test
  void whoeverHasATicketNeedsNoCredentials() throws Exception {
    ticketsWork();
  }

  @Test
  void aLostAnswerToAConditionalWriteDoesNotMakeALoserOfTheWinner() throws Exception {
    Backend backend = empty();
    var name = new Name(Name.Kind.LOCK, "0f".repeat(32));
    fault("{\"call\": \"storage.objects.insert\", \"fault\": \"lost\"}");
    assertThat(backend.putIfAbsent(name, ByteBuffer.wrap(new byte[] {1, 2, 3}))).isTrue();
    assertThat(backend.putIfAbsent(name, ByteBuffer.wrap(new byte[] {4}))).isFalse();
    assertThat(backend.readAll(name)).containsExactly(1, 2, 3);
  }

  @Test
  void passingTroublesPassAndRefusalsDoNot() throws Exception {
    Backend backend = empty();
    var name = new Name(Name.Kind.LOCK, "0e".repeat(32));
    fault("{\"call\": \"storage.objects.insert\", \"status\": 429, \"times\": 3}");
    backend.put(name, ByteBuffer.wrap(new byte[] {1}));
    fault("{\"call\": \"storage.objects.get\", \"status\": 503, \"times\": 3}");
    assertThat(backend.readAll(name)).containsExactly(1);
    fault(
        "{\"call\": \"storage.objects.insert\", \"status\": 403, \"reason\":"
            + " \"rateLimitExceeded\"}");
    backend.put(name, ByteBuffer.wrap(new byte[] {1}));
    fault("{\"call\": \"storage.objects.insert\", \"status\": 403}");
    assertThatThrownBy(() -> backend.put(name, ByteBuffer.wrap(new byte[] {1})))
        .isInstanceOf(BackendException.class)
        .extracting(e -> ((BackendException) e).kind())
        .isEqualTo(BackendException.Kind.DENIED);
  }

  @Test
  void aMissingBucketIsSaidToBeMissing() {
    try (Backend backend = backend("gs://never-made", Optional.empty())) {
      assertThatThrownBy(backend::prepare)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("The specified bucket does not exist")
          .extracting(e -> ((BackendException) e).kind())
          .isEqualTo(BackendException.Kind.ABSENT);
    }
  }

  @Test
  void whatItKeepsOutlivesTheServer(@TempDir Path temporary) throws IOException {
    var name = new Name(Name.Kind.LOCK, "0d".repeat(32));
    Map<String, String> environment = Map.of("GOOGLE_CLOUD_PROJECT", "local");
    for (int run = 0; run < 2; run++) {
      try (LocalCloud again = LocalCloud.start(temporary, 0)) {
        var all = new java.util.HashMap<>(environment);
        all.put("STORAGE_EMULATOR_HOST", again.address());
        var backend =
            new GcsBackend(
                GcsLocation.parse("gs://kept/p"),
                run == 0 ? Optional.of("us") : Optional.empty(),
                all);
        backend.prepare();
        assertThat(backend.putIfAbsent(name, ByteBuffer.wrap(new byte[] {(byte) run})))
            .isEqualTo(run == 0);
        assertThat(backend.readAll(name)).containsExactly(0);
      }
    }
  }

  @Test
  void withoutCredentialsTheErrorSaysWhereTheyComeFrom(@TempDir Path temporary) throws IOException {
    Finished finished =
        Rehome.repository("snapshots", "gs://anything/at-all")
            .with("GOOGLE_APPLICATION_CREDENTIALS", temporary.resolve("none").toString())
            .with("HOME", Files.createDirectory(temporary.resolve("home")).toString())
            .with("NO_GCE_CHECK", "true")
            .run(Duration.ofMinutes(1));
    assertThat(finished.exitCode()).isNotZero();
    assertThat(finished.errors())
        .contains("no Google credentials were found")
        .contains("SAFE ")
        .contains("gcloud auth application-default login")
        .doesNotContain("\tat ");
  }

  @Test
  void theCommandLineMakesABucketAndARepositoryInIt(@TempDir Path temporary) throws IOException {
    String location = "gs://made-by-init/shop";
    Command[] commands = {
      Rehome.repository("init", location, "--create-bucket", "europe-west1"),
      Rehome.repository("backup", location, temporary.toString()),
      Rehome.repository("check", location, "--read-data"),
    };
    Files.writeString(temporary.resolve("file"), "content");
    for (Command command : commands) {
      Finished finished =
          command
              .with("STORAGE_EMULATOR_HOST", cloud.orElseThrow().address())
              .with("GOOGLE_CLOUD_PROJECT", "local")
              .run(Duration.ofMinutes(1));
      assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
    }
    assertThat(Files.readString(data.resolve("storage/made-by-init/bucket.json")))
        .contains("EUROPE-WEST1")
        .containsPattern("\"publicAccessPrevention\": *\"enforced\"");
  }

  @Test
  void locationsAreReadAsTheyAreWritten() {
    assertThat(GcsLocation.parse("gs://bucket/a/b/").toString()).isEqualTo("gs://bucket/a/b");
    assertThat(GcsLocation.parse("gs://bucket").toString()).isEqualTo("gs://bucket");
    assertThatThrownBy(() -> GcsLocation.parse("gs:bucket"))
        .hasMessageContaining("gs://BUCKET/PREFIX");
  }
}
