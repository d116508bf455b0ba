package dev.rehome.google;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Policy;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.google.login.Login;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bucket that an instance exports to, and its rights there. */
final class Exports {
  private static final Pattern PLACE = Pattern.compile("gs://([^/]+)/(.+)");
  private static final String ROLE = "roles/storage.objectAdmin";
  private static final String USUAL = "https://storage.googleapis.com/";
  private static final int ATTEMPTS = 6;
  private static final int NOT_FOUND = 404;
  private static final int CHANGED_MEANWHILE = 412;

  private final Map<String, String> environment;

  Exports(Map<String, String> environment) {
    this.environment = environment;
  }

  /** An object's bucket and name. */
  private record Place(String bucket, String name) {
    static Place of(String text) {
      Matcher matcher = PLACE.matcher(text);
      if (!matcher.matches()) {
        throw new FailureException(
            Failure.Kind.BAD_INPUT,
            "\"" + text + "\" is no place in a bucket",
            Safety.NOTHING_CHANGED,
            "give cloud-sql.export-to as gs://BUCKET/PREFIX");
      }
      return new Place(matcher.group(1), matcher.group(2));
    }
  }

  /** What is done with the bucket. */
  private interface Work<T> {
    T with(Storage storage) throws IOException;
  }

  /** Everything here may be repeated, and is, where that may help. */
  private <T> T attempt(String doing, Work<T> work) {
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
                  List.of("see cloud-sql.export-to, and the login's rights on the bucket")),
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

  void allow(String account, String place) {
    change(account, place, true);
  }

  void forbid(String account, String place) {
    change(account, place, false);
  }

  /** Gives the account the role, or takes it; others' changes meanwhile are not overwritten. */
  private void change(String account, String place, boolean give) {
    String bucket = Place.of(place).bucket();
    String member = "serviceAccount:" + account;
    attempt(
        (give ? "giving " : "taking back ") + ROLE + " on bucket " + bucket,
        storage -> {
          Policy policy = storage.buckets().getIamPolicy(bucket).execute();
          var bindings =
              new ArrayList<>(
                  Optional.ofNullable(policy.getBindings()).orElse(List.of()).stream()
                      .map(binding -> without(binding, member))
                      .filter(binding -> !binding.getMembers().isEmpty())
                      .toList());
          if (give) {
            bindings.add(new Policy.Bindings().setRole(ROLE).setMembers(List.of(member)));
          }
          return storage.buckets().setIamPolicy(bucket, policy.setBindings(bindings)).execute();
        });
  }

  private static Policy.Bindings without(Policy.Bindings binding, String member) {
    boolean plain = ROLE.equals(binding.getRole()) && binding.getCondition() == null;
    return plain
        ? binding
            .clone()
            .setMembers(binding.getMembers().stream().filter(each -> !each.equals(member)).toList())
        : binding;
  }

  void fetch(String place, Path file) {
    Place from = Place.of(place);
    attempt(
        "fetching " + place,
        storage -> {
          try (OutputStream out = Files.newOutputStream(file)) {
            Storage.Objects.Get get = storage.objects().get(from.bucket(), from.name());
            get.getMediaHttpDownloader().setDirectDownloadEnabled(true);
            get.executeMediaAndDownloadTo(out);
          }
          return file;
        });
  }

  void remove(String place) {
    Place from = Place.of(place);
    attempt(
        "removing " + place,
        storage -> {
          try {
            storage.objects().delete(from.bucket(), from.name()).execute();
          } catch (HttpResponseException e) {
            if (e.getStatusCode() != NOT_FOUND) {
              throw e;
            }
          }
          return place;
        });
  }
}
