package dev.rehome.repository.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import dev.rehome.google.login.Login;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import dev.rehome.repository.backend.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A repository in a bucket of Cloud Storage, in restic's layout. An insert is atomic and durable,
 * reads and listings after it see it (strong consistency), and {@code ifGenerationMatch=0} lets one
 * of several writers win. Each insert carries the CRC32C of its bytes, which the server compares.
 *
 * <p>Nothing is tried twice here: a lost answer to a conditional write needs the second look that
 * {@link dev.rehome.repository.backend.RetryingBackend} takes.
 */
public final class GcsBackend implements Backend {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final long PAGE = 1_000;

  private final GcsLocation location;
  private final Optional<String> region;
  private final Optional<String> project;
  private final Storage client;
  private final String server;
  private final Login.Pass pass;

  /**
   * @param region where {@link #prepare} makes the bucket if it is not there
   * @param environment the variables that tell Google's tools about credentials and project
   */
  public GcsBackend(
      GcsLocation location, Optional<String> region, Map<String, String> environment) {
    this.location = location;
    this.region = region;
    this.project = Client.project(environment);
    this.client = Client.make(environment);
    this.server = Client.server(environment);
    this.pass = Login.pass(server, location.bucket(), environment);
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public List<String> missingRights() {
    List<String> needed =
        List.of(
            "storage.objects.create",
            "storage.objects.delete",
            "storage.objects.get",
            "storage.objects.list");
    List<String> there =
        attempt(
            "ask for rights",
            () ->
                client
                    .buckets()
                    .testIamPermissions(location.bucket(), needed)
                    .execute()
                    .getPermissions());
    return needed.stream().filter(each -> there == null || !there.contains(each)).toList();
  }

  /** The token in it is good for this bucket, and for an hour. */
  @Override
  public Optional<Ticket> ticket(Ticket.Use use, Name name) {
    String object = URLEncoder.encode(key(name), StandardCharsets.UTF_8).replace("+", "%20");
    return pass.headers()
        .map(
            headers ->
                switch (use) {
                  case READ ->
                      new Ticket(
                          "GET",
                          URI.create(
                              server
                                  + "storage/v1/b/"
                                  + location.bucket()
                                  + "/o/"
                                  + object
                                  + "?alt=media"),
                          headers);
                  case PUT ->
                      new Ticket(
                          "POST",
                          URI.create(
                              server
                                  + "upload/storage/v1/b/"
                                  + location.bucket()
                                  + "/o?uploadType=media&name="
                                  + object),
                          headers);
                });
  }

  /** There are no folders in Cloud Storage; the bucket has to be there, or is made. */
  @Override
  public void prepare() {
    if (region.isPresent()) {
      create(region.get());
    }
    attempt("use", () -> client.objects().list(location.bucket()).setMaxResults(1L).execute());
  }

  /** Without object-by-object rights, and never public. */
  private void create(String where) {
    String owner =
        project.orElseThrow(
            () ->
                failed(
                    BackendException.Kind.PERMANENT,
                    "make the bucket",
                    "no project is named; set GOOGLE_CLOUD_PROJECT",
                    null));
    Bucket bucket =
        new Bucket()
            .setName(location.bucket())
            .setLocation(where)
            .setIamConfiguration(
                new Bucket.IamConfiguration()
                    .setUniformBucketLevelAccess(
                        new Bucket.IamConfiguration.UniformBucketLevelAccess().setEnabled(true))
                    .setPublicAccessPrevention("enforced"));
    attempt(
        "make the bucket",
        () -> {
          try {
            return client.buckets().insert(owner, bucket).execute();
          } catch (HttpResponseException e) {
            if (e.getStatusCode() == CONFLICT) {
              return bucket; // it is there; whether it is ours, the first use tells
            }
            throw e;
          }
        });
  }

  private String key(Name name) {
    return location.prefix() + name.path();
  }

  private Storage.Objects.Insert insert(Name name, ByteBuffer bytes) throws IOException {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    var crc = new CRC32C();
    crc.update(content);
    byte[] sum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    AbstractInputStreamContent body = new ByteArrayContent("application/octet-stream", content);
    Storage.Objects.Insert insert =
        client
            .objects()
            .insert(
                location.bucket(),
                new StorageObject()
                    .setName(key(name))
                    .setCrc32c(Base64.getEncoder().encodeToString(sum)),
                body)
            .setFields("generation");
    insert.getMediaHttpUploader().setDirectUploadEnabled(true);
    insert.setDisableGZipContent(true);
    return insert;
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    attempt("write " + name, () -> insert(name, bytes).execute());
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return attempt(
        "write " + name,
        () -> {
          try {
            insert(name, bytes).setIfGenerationMatch(0L).execute();
            return true;
          } catch (HttpResponseException e) {
            if (e.getStatusCode() == PRECONDITION_FAILED) {
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
    byte[] bytes = new byte[into.remaining()];
    int count =
        attempt(
            "read " + name,
            () -> {
              Storage.Objects.Get get = client.objects().get(location.bucket(), key(name));
              get.getRequestHeaders().setRange("bytes=" + at + "-" + (at + bytes.length - 1));
              get.setReturnRawInputStream(true);
              try (InputStream in = get.executeMediaAsInputStream()) {
                return in.readNBytes(bytes, 0, bytes.length);
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

  @Override
  public byte[] readAll(Name name) {
    return attempt(
        "read " + name,
        () -> {
          try (InputStream in =
              client.objects().get(location.bucket(), key(name)).executeMediaAsInputStream()) {
            return in.readAllBytes();
          }
        });
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    String folder = location.prefix() + (kind == Name.Kind.CONFIG ? "config" : kind.folder() + "/");
    attempt(
        "list " + folder,
        () -> {
          Storage.Objects.List list =
              client
                  .objects()
                  .list(location.bucket())
                  .setPrefix(folder)
                  .setMaxResults(PAGE)
                  .setFields("nextPageToken,items(name,size)");
          Objects page = list.execute();
          report(kind, page, each);
          while (page.getNextPageToken() != null) {
            page = list.setPageToken(page.getNextPageToken()).execute();
            report(kind, page, each);
          }
          return true;
        });
  }

  private void report(Name.Kind kind, Objects page, Consumer<Entry> each) {
    List<StorageObject> items = page.getItems() == null ? List.of() : page.getItems();
    for (StorageObject object : items) {
      String value = object.getName().substring(object.getName().lastIndexOf('/') + 1);
      boolean ours = kind == Name.Kind.CONFIG ? value.equals("config") : Name.isId(value);
      if (ours && object.getName().equals(key(new Name(kind, value)))) {
        each.accept(new Entry(new Name(kind, value), object.getSize().longValueExact()));
      }
    }
  }

  @Override
  public void delete(Name name) {
    attempt(
        "delete " + name,
        () -> {
          try {
            return client.objects().delete(location.bucket(), key(name)).execute() == null;
          } catch (HttpResponseException e) {
            if (e.getStatusCode() == NOT_FOUND) {
              return true;
            }
            throw e;
          }
        });
  }

  private interface Request<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String what, Request<T> request) {
    try {
      return request.run();
    } catch (HttpResponseException e) {
      throw failed(kind(e), what, reason(e), e);
    } catch (IOException e) {
      boolean credentials = String.valueOf(e.getMessage()).contains("access token");
      throw failed(
          credentials ? BackendException.Kind.DENIED : BackendException.Kind.TRANSIENT,
          what,
          String.valueOf(e.getMessage()),
          e);
    }
  }

  private static String reason(HttpResponseException e) {
    GoogleJsonError details =
        e instanceof GoogleJsonResponseException google ? google.getDetails() : null;
    return "the server answered "
        + e.getStatusCode()
        + (details == null ? "" : ": " + details.getMessage());
  }

  /** Google's 403 means both that something is not allowed, and that it was asked too often. */
  private static boolean isTooFast(HttpResponseException e) {
    return e instanceof GoogleJsonResponseException google
        && google.getDetails() != null
        && google.getDetails().getErrors() != null
        && google.getDetails().getErrors().stream()
            .anyMatch(
                each -> String.valueOf(each.getReason()).matches("(userR|r)ateLimitExceeded"));
  }

  private static BackendException.Kind kind(HttpResponseException e) {
    return switch (e.getStatusCode()) {
      case NOT_FOUND -> BackendException.Kind.ABSENT;
      case 401, 403 ->
          isTooFast(e) ? BackendException.Kind.TRANSIENT : BackendException.Kind.DENIED;
      case 408, 429 -> BackendException.Kind.TRANSIENT;
      default ->
          e.getStatusCode() >= 500
              ? BackendException.Kind.TRANSIENT
              : BackendException.Kind.PERMANENT;
    };
  }

  private BackendException failed(
      BackendException.Kind kind, String what, String reason, @Nullable Throwable cause) {
    String message = "could not " + what + " in " + location + ": " + reason;
    return cause == null
        ? new BackendException(kind, message)
        : new BackendException(kind, message, cause);
  }
}
