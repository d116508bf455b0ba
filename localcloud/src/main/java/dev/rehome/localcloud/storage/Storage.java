package dev.rehome.localcloud.storage;

import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.StorageObject;
import dev.rehome.localcloud.http.Api;
import dev.rehome.localcloud.http.Call;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.http.Request;
import dev.rehome.localcloud.http.Response;
import dev.rehome.localcloud.rights.Denied;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which call a request means. */
public final class Storage implements Api {
  private static final Map<String, String> NEEDED =
      Map.of(
          "storage.objects.insert", "storage.objects.create",
          "storage.objects.compose", "storage.objects.create",
          "storage.objects.delete", "storage.objects.delete",
          "storage.objects.get", "storage.objects.get",
          "storage.objects.list", "storage.objects.list");

  private final Buckets buckets;
  private final Uploads uploads = new Uploads();
  private final Denied denied = new Denied();

  public Storage(Path folder) {
    buckets = new Buckets(folder);
  }

  /** For the cloud's other services. */
  public ServiceAccess access() {
    return new ServiceAccess(buckets);
  }

  /** Takes rights on a bucket away from every caller; all others are had. */
  public void deny(String bucket, List<String> permissions) {
    denied.set(bucket, permissions);
  }

  @Override
  public Optional<Call> call(Request request) {
    List<String> path = request.path();
    int bucket = path.indexOf("b") + 1;
    return find(request, path)
        .map(
            call ->
                bucket == 0 || bucket >= path.size()
                    ? call
                    : new Call(
                        call.method(),
                        () -> {
                          check(path.get(bucket), call.method());
                          return call.work().run();
                        }));
  }

  /** Refuses a call of the method if the right that it needs is lacking. */
  private void check(String bucket, String method) {
    String needed = NEEDED.getOrDefault(method, "");
    if (!denied.has(bucket, needed)) {
      throw new Refusal(
          403,
          "forbidden",
          "local@example.com does not have "
              + needed
              + " access to the Google Cloud Storage bucket "
              + bucket
              + ".");
    }
  }

  private Optional<Call> find(Request request, List<String> path) {
    if (path.getFirst().equals("resumable") || path.getFirst().equals("upload")) {
      List<String> rest = path.subList(path.indexOf("storage") + 1, path.size());
      return rest.size() == 4 && rest.get(0).equals("v1") && rest.get(3).equals("o")
          ? Optional.of(upload(request, rest.get(2)))
          : Optional.empty();
    }
    if (path.size() >= 6
        && path.getFirst().equals("download")
        && path.subList(1, 3).equals(List.of("storage", "v1"))) {
      return Optional.of(object(request, path.get(4), rest(path, 6), true));
    }
    if (path.size() < 3 || !path.subList(0, 3).equals(List.of("storage", "v1", "b"))) {
      return Optional.empty();
    }
    if (path.size() == 3) {
      return Optional.ofNullable(ofBuckets(request));
    }
    String bucket = path.get(3);
    String what = path.size() > 4 ? path.get(4) : "";
    if (what.equals("o") && path.size() > 5) {
      return Optional.of(ofObject(request, bucket, path.subList(5, path.size())));
    }
    return Optional.ofNullable(ofBucket(request, bucket, rest(path, 4)));
  }

  private static String rest(List<String> path, int from) {
    return String.join("/", path.subList(Math.min(from, path.size()), path.size()));
  }

  private Call upload(Request request, String bucket) {
    ObjectCalls calls = calls(request, bucket);
    ObjectCalls.Shown shown = calls::shown;
    return new Call(
        "storage.objects.insert",
        () ->
            request.query().containsKey("upload_id")
                ? uploads.go(request, made -> Response.json(shown.of(made)))
                : uploads.insert(
                    request, buckets.get(bucket), made -> Response.json(shown.of(made))));
  }

  private ObjectCalls calls(Request request, String bucket) {
    return new ObjectCalls(buckets, request, bucket);
  }

  private @org.jspecify.annotations.Nullable Call ofBuckets(Request request) {
    var calls = new BucketCalls(buckets, request);
    return switch (request.verb()) {
      case "GET" -> new Call("storage.buckets.list", calls::list);
      case "POST" ->
          new Call("storage.buckets.insert", () -> calls.insert(request.json(Bucket.class)));
      default -> null;
    };
  }

  private @org.jspecify.annotations.Nullable Call ofBucket(
      Request request, String bucket, String what) {
    var calls = new BucketCalls(buckets, request);
    return switch (request.verb() + " " + what) {
      case "GET " -> new Call("storage.buckets.get", () -> calls.get(bucket));
      case "PATCH " ->
          new Call("storage.buckets.patch", () -> calls.patch(bucket, request.json(Bucket.class)));
      case "DELETE " -> new Call("storage.buckets.delete", () -> calls.delete(bucket));
      case "GET o" ->
          new Call(
              "storage.objects.list",
              () ->
                  Response.json(
                      Listing.of(request)
                          .page(buckets.get(bucket), calls(request, bucket)::shown)));
      case "GET storageLayout" ->
          new Call("storage.buckets.getStorageLayout", () -> calls.layout(bucket));
      case "GET managedFolders" ->
          new Call("storage.managedFolders.list", () -> calls.managedFolders(bucket));
      case "GET iam" -> new Call("storage.buckets.getIamPolicy", () -> calls.policy(bucket));
      case "PUT iam" -> new Call("storage.buckets.setIamPolicy", () -> calls.setPolicy(bucket));
      case "GET iam/testPermissions" ->
          new Call("storage.buckets.testIamPermissions", () -> calls.test(bucket, denied));
      default -> null;
    };
  }

  private Call ofObject(Request request, String bucket, List<String> path) {
    ObjectCalls calls = calls(request, bucket);
    if (path.size() == 2 && path.get(1).equals("compose")) {
      return new Call("storage.objects.compose", () -> calls.compose(path.getFirst()));
    }
    int to = Math.max(path.indexOf("rewriteTo"), path.indexOf("copyTo"));
    if (to == 1 && path.size() == 6 && request.verb().equals("POST")) {
      boolean rewrite = path.get(to).equals("rewriteTo");
      return new Call(
          rewrite ? "storage.objects.rewrite" : "storage.objects.copy",
          () -> calls.copy(path.getFirst(), path.get(3), path.get(5), rewrite));
    }
    return object(request, bucket, String.join("/", path), false);
  }

  private Call object(Request request, String bucket, String name, boolean download) {
    ObjectCalls calls = calls(request, bucket);
    boolean media = download || request.asked("alt").orElse("").equals("media");
    return switch (request.verb()) {
      case "GET", "HEAD" ->
          new Call("storage.objects.get", () -> media ? calls.media(name) : calls.get(name));
      case "DELETE" -> new Call("storage.objects.delete", () -> calls.delete(name));
      case "PATCH", "PUT" ->
          new Call(
              request.verb().equals("PUT") ? "storage.objects.update" : "storage.objects.patch",
              () -> calls.patch(name, request.json(StorageObject.class)));
      default ->
          new Call(
              "storage.objects.unknown",
              () -> {
                throw new Refusal(405, "methodNotAllowed", "There is no such method.");
              });
    };
  }
}
