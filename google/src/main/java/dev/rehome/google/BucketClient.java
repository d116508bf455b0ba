package dev.rehome.google;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.google.login.Login;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's own client for buckets; what may pass the next time is tried again. */
final class BucketClient {
  private static final Pattern PLACE = Pattern.compile("gs://([^/]+)/?(.*)");
  private static final String USUAL = "https://storage.googleapis.com/";
  private static final int ATTEMPTS = 6;
  private static final int CHANGED_MEANWHILE = 412;

  private final Map<String, String> environment;

  BucketClient(Map<String, String> environment) {
    this.environment = environment;
  }

  /** An object's bucket and name. */
  record Place(String bucket, String name) {
    @Override
    public String toString() {
      return "gs://" + bucket + "/" + name;
    }

    static Place of(String text) {
      Matcher matcher = PLACE.matcher(text);
      if (!matcher.matches()) {
        throw new FailureException(
            Failure.Kind.BAD_INPUT,
            "\"" + text + "\" is no place in a bucket",
            Safety.NOTHING_CHANGED,
            "give it as gs://BUCKET/PREFIX");
      }
      return new Place(matcher.group(1), matcher.group(2));
    }
  }

  /** What is done with the bucket. */
  interface Work<T> {
    T with(Storage storage) throws IOException;
  }

  /** Everything here may be repeated, and is, where that may help. */
  <T> T attempt(String doing, Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.with(storage());
      } catch (IOException e) {
        boolean never =
            e instanceof HttpResponseException http
                && http.getStatusCode() < 500
                && http.getStatusCode() != 429
                && http.getStatusCode() != CHANGED_MEANWHILE;
        if (never || attempt == ATTEMPTS) {
          throw new FailureException(
              new Failure(
                  Failure.Kind.FAILED,
                  doing
                      + " failed: "
                      + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                  Safety.NOTHING_CHANGED,
                  List.of("see that the bucket is there, and the login's rights on it")),
              e);
        }
        pause(250L << attempt);
      }
    }
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Storage storage() {
    String server =
        Optional.ofNullable(environment.get("STORAGE_EMULATOR_HOST"))
            .filter(host -> !host.isBlank())
            .map(host -> (host.contains("://") ? host : "http://" + host) + "/")
            .orElse(USUAL);
    try {
      return new Storage.Builder(
              new NetHttpTransport(),
              GsonFactory.getDefaultInstance(),
              Login.at(server, environment))
          .setRootUrl(server)
          .setApplicationName("rehome")
          .build();
    } catch (Login.MissingException e) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          String.valueOf(e.getMessage()),
          Safety.NOTHING_CHANGED,
          "gcloud auth application-default login");
    }
  }

  void fetch(Place from, Path file) {
    attempt(
        "fetching " + from,
        storage -> {
          try (OutputStream out = Files.newOutputStream(file)) {
            Storage.Objects.Get get = storage.objects().get(from.bucket(), from.name());
            get.getMediaHttpDownloader().setDirectDownloadEnabled(true);
            get.executeMediaAndDownloadTo(out);
          }
          return file;
        });
  }
}
