package dev.rehome.localcloud.storage;

import com.google.api.services.storage.model.StorageObject;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.http.Request;
import dev.rehome.localcloud.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Uploads, in all three ways: the content alone, with its JSON before it, or in pieces that can be
 * gone on with. Those that are under way do not outlive this server; clients begin them anew.
 */
final class Uploads {
  private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");
  private static final int GONE = 410;

  /** One in pieces. */
  private record Session(
      BucketFolder bucket, StorageObject object, Path content, Condition condition) {}

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** What a finished upload is told. */
  interface Told {
    Response of(StorageObject object);
  }

  Response insert(Request request, BucketFolder bucket, Told told) throws IOException {
    Condition condition = Condition.of(request);
    return switch (request.asked("uploadType").orElse("")) {
      case "media" -> {
        Path content = bucket.incoming();
        try (OutputStream out = Files.newOutputStream(content)) {
          request.body().transferTo(out);
        }
        StorageObject object = object(new StorageObject(), request);
        typed(object, Optional.of(request.header("Content-Type")));
        yield told.of(bucket.put(object, content, condition));
      }
      case "multipart" -> {
        Path content = bucket.incoming();
        try {
          Multipart parts = Multipart.read(request.header("Content-Type"), request.body(), content);
          StorageObject object = object(Request.json(parts.json(), StorageObject.class), request);
          typed(object, parts.contentType());
          yield told.of(bucket.put(object, content, condition));
        } finally {
          Files.deleteIfExists(content);
        }
      }
      case "resumable" -> begin(request, bucket, condition);
      default -> throw Refusal.invalid("Upload type is one of media, multipart, resumable.");
    };
  }

  private static StorageObject object(StorageObject object, Request request) {
    request.asked("name").ifPresent(object::setName);
    if (object.getName() == null || object.getName().isEmpty()) {
      throw new Refusal(400, "required", "Required");
    }
    return object;
  }

  private static void typed(StorageObject object, Optional<String> type) {
    if (object.getContentType() == null) {
      type.filter(each -> !each.isEmpty()).ifPresent(object::setContentType);
    }
  }

  private Response begin(Request request, BucketFolder bucket, Condition condition)
      throws IOException {
    StorageObject object = object(request.json(StorageObject.class), request);
    typed(object, Optional.of(request.header("X-Upload-Content-Type")));
    String id = UUID.randomUUID().toString();
    sessions.put(id, new Session(bucket, object, bucket.incoming(), condition));
    return Response.empty(200)
        .with(
            "Location",
            request.base()
                + "/upload/storage/v1/b/"
                + bucket.bucket().getName()
                + "/o?uploadType=resumable&upload_id="
                + id)
        .with("X-GUploader-UploadID", id);
  }

  /** A piece, or the question how much is here. */
  Response go(Request request, Told told) throws IOException {
    String id = request.asked("upload_id").orElse("");
    Session session = sessions.get(id);
    if (session == null) {
      throw new Refusal(GONE, "uploadGone", "No upload is under way by this id.");
    }
    if (request.verb().equals("DELETE")) {
      sessions.remove(id);
      Files.delete(session.content());
      return Response.empty(499);
    }
    synchronized (session) {
      long total = append(session, request);
      long there = Files.size(session.content());
      if (total >= 0 && there == total) {
        StorageObject made =
            session.bucket().put(session.object(), session.content(), session.condition());
        sessions.remove(id);
        return told.of(made);
      }
      Response more = Response.empty(308).with("X-GUploader-UploadID", id);
      return there == 0 ? more : more.with("Range", "bytes=0-" + (there - 1));
    }
  }

  /** The whole length, or -1 if it is not known yet. */
  private static long append(Session session, Request request) throws IOException {
    String header = request.header("Content-Range");
    Matcher range = RANGE.matcher(header);
    long there = Files.size(session.content());
    if (header.isEmpty()) {
      write(session.content(), request.body(), 0);
      return Files.size(session.content());
    }
    if (!range.matches()) {
      throw Refusal.invalid("Failed to parse Content-Range header.");
    }
    if (range.group(1) != null) {
      long from = Long.parseLong(range.group(1));
      if (from > there) {
        throw new Refusal(503, "backendError", "A piece is missing before this one.");
      }
      write(session.content(), request.body(), there - from);
    }
    return range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
  }

  private static void write(Path content, InputStream body, long known) throws IOException {
    body.skipNBytes(known);
    try (OutputStream out = Files.newOutputStream(content, StandardOpenOption.APPEND)) {
      body.transferTo(out);
    }
  }
}
