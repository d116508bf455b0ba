package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.RetryingBackend;
import dev.rehome.repository.s3.S3Backend;
import dev.rehome.repository.s3.S3Location;
import dev.rehome.testkit.BackendContract;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 server on loopback. */
class S3BackendTest extends BackendContract {
  private static final String MADE_UP = "made-up-for-this-test";
  @TempDir static Path files = Path.of("");
  private static Optional<S3Proxy> server = Optional.empty();
  private static Optional<BlobStore> store = Optional.empty();
  private static int number;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("aws.accessKeyId", MADE_UP);
    System.setProperty("aws.secretAccessKey", MADE_UP);
    BlobStore kept = new FilesystemNio2BlobStore(files.toString());
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(kept)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, MADE_UP, MADE_UP)
            .build();
    proxy.start();
    server = Optional.of(proxy);
    store = Optional.of(kept);
  }

  @AfterAll
  static void stop() throws Exception {
    server.orElseThrow().stop();
    store.orElseThrow().close();
  }

  private static String place(String bucket) {
    return "s3:http://127.0.0.1:" + server.orElseThrow().getPort() + "/" + bucket + "/some/prefix";
  }

  @Override
  protected Backend empty() {
    String bucket = "bucket-" + number++;
    store.orElseThrow().createContainer(bucket);
    return new RetryingBackend(
        new S3Backend(S3Location.parse(place(bucket))), 10, Duration.ofMillis(20));
  }

  @Test
  void whoeverHasATicketNeedsNoCredentials() throws Exception {
    ticketsWork();
  }

  @Test
  void aMissingBucketIsSaidToBeMissing() {
    try (Backend backend = new S3Backend(S3Location.parse(place("never-made")))) {
      assertThatThrownBy(backend::prepare)
          .isInstanceOf(BackendException.class)
          .extracting(e -> ((BackendException) e).kind())
          .isEqualTo(BackendException.Kind.ABSENT);
    }
  }

  @Test
  void aServerThatIsNotThereIsAPassingTrouble() throws Exception {
    int closed;
    try (var socket = new java.net.ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    try (Backend backend =
        new S3Backend(S3Location.parse("s3:http://127.0.0.1:" + closed + "/bucket"))) {
      assertThatThrownBy(backend::prepare)
          .isInstanceOf(BackendException.class)
          .extracting(e -> ((BackendException) e).kind())
          .isEqualTo(BackendException.Kind.TRANSIENT);
    }
  }

  @Test
  void locationsAreReadAsTheyAreWritten() {
    assertThat(S3Location.parse("s3://bucket/a/b").toString()).isEqualTo("s3://bucket/a/b");
    assertThat(S3Location.parse("s3:https://host:9000/bucket").toString())
        .isEqualTo("s3:https://host:9000/bucket");
    assertThatThrownBy(() -> S3Location.parse("s3:bucket"))
        .hasMessageContaining("s3://BUCKET/PREFIX");
  }
}
