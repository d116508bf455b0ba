package dev.rehome.repository.s3;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A repository in a bucket, in restic's layout. A single PUT is atomic and durable in S3, reads
 * after it see it (strong consistency, since 2020), and {@code If-None-Match: *} lets one of
 * several writers win.
 *
 * <p>Nothing is tried twice here: a lost answer to a conditional write needs the second look that
 * {@link dev.rehome.repository.backend.RetryingBackend} takes.
 */
public final class S3Backend implements Backend {
  private static final int PRECONDITION_FAILED = 412;
  private static final Duration TICKET = Duration.ofMinutes(15);

  private final S3Location location;
  private final S3Client client;
  private final S3Presigner signer;

  /**
   * Credentials and region come from where the AWS tools take them; the region is us-east-1 if none
   * is set.
   */
  public S3Backend(S3Location location) {
    this.location = location;
    this.client = client(location);
    this.signer = signer(location);
  }

  private static S3Client client(S3Location location) {
    var builder =
        S3Client.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()));
    location
        .endpoint()
        .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
    return (regionIsSet() ? builder : builder.region(Region.US_EAST_1)).build();
  }

  private static S3Presigner signer(S3Location location) {
    var builder =
        S3Presigner.builder()
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(location.endpoint().isPresent())
                    .build());
    location.endpoint().ifPresent(builder::endpointOverride);
    return (regionIsSet() ? builder : builder.region(Region.US_EAST_1)).build();
  }

  private static boolean regionIsSet() {
    return System.getenv("AWS_REGION") != null || System.getenv("AWS_PROFILE") != null;
  }

  /** A signature is for one request, for a quarter of an hour. */
  @Override
  public Optional<Ticket> ticket(Ticket.Use use, Name name) {
    return Optional.of(
        attempt(
            "sign a request for " + name,
            () ->
                switch (use) {
                  case READ ->
                      ticket(
                          signer.presignGetObject(
                              all ->
                                  all.signatureDuration(TICKET)
                                      .getObjectRequest(
                                          request ->
                                              request.bucket(location.bucket()).key(key(name)))));
                  case PUT ->
                      ticket(
                          signer.presignPutObject(
                              all ->
                                  all.signatureDuration(TICKET)
                                      .putObjectRequest(
                                          request ->
                                              request.bucket(location.bucket()).key(key(name)))));
                }));
  }

  private static Ticket ticket(PresignedRequest signed) {
    var headers = new HashMap<String, String>();
    signed
        .signedHeaders()
        .forEach((header, values) -> headers.put(header, String.join(",", values)));
    headers.keySet().removeIf(header -> header.equalsIgnoreCase("host"));
    return new Ticket(
        signed.httpRequest().method().name(), URI.create(signed.url().toString()), headers);
  }

  @Override
  public String location() {
    return location.toString();
  }

  /** There are no folders in S3, and the bucket has to be there. */
  @Override
  public void prepare() {
    attempt("use", () -> client.headBucket(request -> request.bucket(location.bucket())));
  }

  private String key(Name name) {
    return location.prefix() + name.path();
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    attempt(
        "write " + name,
        () ->
            client.putObject(
                request -> request.bucket(location.bucket()).key(key(name)),
                RequestBody.fromRemainingByteBuffer(bytes.duplicate())));
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return attempt(
        "write " + name,
        () -> {
          try {
            client.putObject(
                request -> request.bucket(location.bucket()).key(key(name)).ifNoneMatch("*"),
                RequestBody.fromRemainingByteBuffer(bytes.duplicate()));
            return true;
          } catch (AwsServiceException e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    if (!into.hasRemaining()) {
      return;
    }
    String range = "bytes=" + at + "-" + (at + into.remaining() - 1);
    byte[] bytes = new byte[into.remaining()];
    int count =
        attempt(
            "read " + name,
            () -> {
              try (ResponseInputStream<GetObjectResponse> in =
                  client.getObject(
                      request -> request.bucket(location.bucket()).key(key(name)).range(range))) {
                return readFully(in, bytes);
              }
            });
    if (count < bytes.length) {
      throw failed(
          BackendException.Kind.PERMANENT,
          "read " + name,
          "the file is shorter than it should be",
          null);
    }
    into.put(bytes);
  }

  private static int readFully(InputStream in, byte[] bytes) throws IOException {
    return in.readNBytes(bytes, 0, bytes.length);
  }

  @Override
  public byte[] readAll(Name name) {
    return attempt(
        "read " + name,
        () ->
            client
                .getObjectAsBytes(request -> request.bucket(location.bucket()).key(key(name)))
                .asByteArrayUnsafe());
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    String folder = location.prefix() + (kind == Name.Kind.CONFIG ? "config" : kind.folder() + "/");
    attempt(
        "list " + folder,
        () -> {
          client
              .listObjectsV2Paginator(request -> request.bucket(location.bucket()).prefix(folder))
              .contents()
              .forEach(object -> report(kind, object, each));
          return true;
        });
  }

  private void report(Name.Kind kind, S3Object object, Consumer<Entry> each) {
    String value = object.key().substring(object.key().lastIndexOf('/') + 1);
    boolean ours = kind == Name.Kind.CONFIG ? value.equals("config") : Name.isId(value);
    if (ours && object.key().equals(key(new Name(kind, value)))) {
      each.accept(new Entry(new Name(kind, value), object.size()));
    }
  }

  @Override
  public void delete(Name name) {
    attempt(
        "delete " + name,
        () -> client.deleteObject(request -> request.bucket(location.bucket()).key(key(name))));
  }

  @Override
  public void close() {
    client.close();
    signer.close();
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String what, Call<T> call) {
    try {
      return call.run();
    } catch (AwsServiceException e) {
      throw failed(kind(e.statusCode()), what, reason(e), e);
    } catch (SdkClientException e) {
      boolean credentials = String.valueOf(e.getMessage()).contains("credentials");
      throw failed(
          credentials ? BackendException.Kind.DENIED : BackendException.Kind.TRANSIENT,
          what,
          credentials ? "no AWS credentials were found" : String.valueOf(e.getMessage()),
          e);
    } catch (IOException e) {
      throw failed(BackendException.Kind.TRANSIENT, what, String.valueOf(e.getMessage()), e);
    }
  }

  private static String reason(AwsServiceException e) {
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return "the server answered " + e.statusCode() + (message == null ? "" : ": " + message);
  }

  private static BackendException.Kind kind(int status) {
    return switch (status) {
      case 404 -> BackendException.Kind.ABSENT;
      case 401, 403 -> BackendException.Kind.DENIED;
      case 507 -> BackendException.Kind.FULL;
      case 408, 409, 429 ->
          BackendException.Kind.TRANSIENT; // 409: another conditional write of the key is under way
      default -> status >= 500 ? BackendException.Kind.TRANSIENT : BackendException.Kind.PERMANENT;
    };
  }

  private BackendException failed(
      BackendException.Kind kind,
      String what,
      String reason,
      @org.jspecify.annotations.Nullable Throwable cause) {
    String message = "could not " + what + " in " + location + ": " + reason;
    return cause == null
        ? new BackendException(kind, message)
        : new BackendException(kind, message, cause);
  }
}
