package dev.rehome.localcloud.storage;

import com.google.api.services.storage.model.ComposeRequest;
import com.google.api.services.storage.model.RewriteResponse;
import com.google.api.services.storage.model.StorageObject;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.http.Request;
import dev.rehome.localcloud.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be done with the objects of a bucket. */
record ObjectCalls(Buckets buckets, Request request, String bucket) {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final int MOST_SOURCES = 32;

  /** How an object is shown to this request's client. */
  interface Shown {
    StorageObject of(StorageObject object);
  }

  /** With what is worked out when it is asked for. */
  StorageObject shown(StorageObject object) {
    String name = URLEncoder.encode(object.getName(), StandardCharsets.UTF_8).replace("+", "%20");
    String path = "/storage/v1/b/" + bucket + "/o/" + name;
    return object
        .clone()
        .setKind("storage#object")
        .setId(bucket + "/" + object.getName() + "/" + object.getGeneration())
        .setBucket(bucket)
        .setStorageClass(
            Optional.ofNullable(object.getStorageClass())
                .orElse(buckets.get(bucket).bucket().getStorageClass()))
        .setEtag("C" + object.getGeneration() + "/" + object.getMetageneration())
        .setSelfLink(request.base() + path)
        .setMediaLink(
            request.base()
                + "/download"
                + path
                + "?generation="
                + object.getGeneration()
                + "&alt=media");
  }

  private StorageObject find(String name) {
    BucketFolder folder = buckets.get(bucket);
    Optional<StorageObject> found = folder.find(name);
    Condition.of(request).check(found);
    return found
        .filter(
            object ->
                request.number("generation").orElse(object.getGeneration())
                    == (long) object.getGeneration())
        .orElseThrow(() -> missing(name));
  }

  private Refusal missing(String name) {
    return Refusal.notFound("No such object: " + bucket + "/" + name);
  }

  Response get(String name) {
    return Response.json(shown(find(name)));
  }

  /** The content, or the range of it that was asked for. */
  Response media(String name) throws IOException {
    StorageObject object = find(name);
    Path content = buckets.get(bucket).content(object);
    long size = object.getSize().longValue();
    Matcher range = RANGE.matcher(request.header("Range"));
    boolean partly = range.matches();
    long from = 0;
    long to = size - 1;
    if (partly && range.group(1).isEmpty()) {
      from = Math.max(0, size - Long.parseLong(range.group(2)));
    } else if (partly) {
      from = Long.parseLong(range.group(1));
      to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
    }
    if (partly && from >= size) {
      throw new Refusal(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    long start = from;
    long length = to - from + 1;
    InputStream in = Files.newInputStream(content); // stays readable when the object is replaced
    Response response =
        new Response(partly ? 206 : 200, Map.of(), length, out -> copy(in, start, length, out))
            .with(
                "Content-Type",
                Optional.ofNullable(object.getContentType()).orElse("application/octet-stream"))
            .with("X-Goog-Generation", "" + object.getGeneration())
            .with("X-Goog-Metageneration", "" + object.getMetageneration())
            .with("X-Goog-Stored-Content-Length", "" + size)
            .with("X-Goog-Hash", "crc32c=" + object.getCrc32c());
    return partly
        ? response.with("Content-Range", "bytes " + from + "-" + to + "/" + size)
        : response;
  }

  private static void copy(InputStream from, long start, long length, OutputStream out)
      throws IOException {
    try (from) {
      from.skipNBytes(start);
      byte[] buffer = new byte[1 << 16];
      for (long left = length; left > 0; ) {
        int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException("a content is shorter than its object says");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  Response delete(String name) throws IOException {
    find(name);
    if (!buckets.get(bucket).delete(name, Condition.of(request))) {
      throw missing(name);
    }
    return Response.empty(204);
  }

  Response patch(String name, StorageObject changes) throws IOException {
    BucketFolder folder = buckets.get(bucket);
    synchronized (folder) {
      StorageObject object = find(name);
      for (Map.Entry<String, Object> change : changes.entrySet()) {
        object.set(change.getKey(), change.getValue());
      }
      return Response.json(shown(folder.describe(object)));
    }
  }

  /** Up to 32 objects, one after another, as a new one; it has no MD5. */
  Response compose(String name) throws IOException {
    ComposeRequest wanted = request.json(ComposeRequest.class);
    List<ComposeRequest.SourceObjects> sources =
        Optional.ofNullable(wanted.getSourceObjects()).orElse(List.of());
    if (sources.isEmpty() || sources.size() > MOST_SOURCES) {
      throw Refusal.invalid("The number of source components is not between 1 and 32.");
    }
    BucketFolder folder = buckets.get(bucket);
    Path content = folder.incoming();
    int components = 0;
    try (OutputStream out = Files.newOutputStream(content)) {
      for (ComposeRequest.SourceObjects source : sources) {
        StorageObject object =
            folder
                .find(source.getName())
                .filter(
                    each ->
                        source.getGeneration() == null
                            || source.getGeneration().equals(each.getGeneration()))
                .orElseThrow(() -> missing(source.getName()));
        components += Optional.ofNullable(object.getComponentCount()).orElse(1);
        Files.copy(folder.content(object), out);
      }
    }
    StorageObject made =
        Optional.ofNullable(wanted.getDestination()).orElse(new StorageObject()).clone();
    // gcloud sends the first part's hashes along; Google passes them over
    made.setName(name).setComponentCount(components).setCrc32c(null).setMd5Hash(null);
    return Response.json(shown(folder.put(made, content, Condition.of(request))));
  }

  /** Within this server, at once; the destination may be described otherwise. */
  Response copy(String name, String toBucket, String toName, boolean rewrite) throws IOException {
    BucketFolder from = buckets.get(bucket);
    StorageObject source = from.find(name).orElseThrow(() -> missing(name));
    BucketFolder to = buckets.get(toBucket);
    StorageObject made = source.clone();
    StorageObject changes = request.json(StorageObject.class);
    for (String field : new ArrayList<>(changes.keySet())) {
      made.set(field, changes.get(field));
    }
    made.setName(toName).setBucket(toBucket).setStorageClass(changes.getStorageClass());
    Path content = to.incoming();
    Files.copy(from.content(source), content, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    StorageObject copied = to.put(made, content, Condition.of(request));
    StorageObject shown = new ObjectCalls(buckets, request, toBucket).shown(copied);
    return Response.json(
        rewrite
            ? new RewriteResponse()
                .setKind("storage#rewriteResponse")
                .setDone(true)
                .setObjectSize(copied.getSize().longValue())
                .setTotalBytesRewritten(copied.getSize().longValue())
                .setResource(shown)
            : shown);
  }
}
