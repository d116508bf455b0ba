package dev.rehome.cli.demo;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Command;
import dev.rehome.process.FolderJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The cloud on this machine that the demo's database is on; it runs until the demo is removed. */
final class DemoCloud {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DemoSite site;
  private final Path home;
  private final int port = DemoSite.freePort();

  /** {@code home} is where Rehome is. */
  DemoCloud(DemoSite site, Path home, Needs needs) {
    needs.curl();
    this.site = site;
    this.home = home;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  void start() {
    var job = new FolderJob(site.folder().resolve("cloud.job"));
    job.prepare();
    job.start(
        Command.of(home.resolve("rehome").toString(), "local-cloud")
            .and("--data", site.cloud().toString(), "--port", "" + port));
    Instant limit = Instant.now().plus(PATIENCE);
    while (!answers()) {
      if (Instant.now().isAfter(limit)) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the cloud on this machine does not start",
            new Safety.Untouched("nothing outside of " + site.folder() + " was changed"),
            "see " + site.folder().resolve("cloud.job"));
      }
    }
  }

  private boolean answers() {
    try {
      Thread.sleep(100);
      return ask("/v1/projects/local/instances", "") == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private int ask(String path, String body) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
      return client
          .send(
              body.isEmpty()
                  ? request.build()
                  : request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  void damageNextRestore() {
    try {
      ask("/local/faults", "{\"call\": \"operation.RESTORE_VOLUME\", \"fault\": \"damage\"}");
    } catch (IOException e) {
      throw new UncheckedIOException("could not break the snapshot", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What the stack file says of where the database is. */
  String stackFile() {
    return """
        cloud-sql:
          project: local
          instance: "${output.database_instance}"
          sockets: cloud/cloudsql
          endpoint: %s
          retain-backups: true     # the instance's snapshots have to outlive it
    """
        .formatted(address());
  }
}
