package dev.rehome.google;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.googleapis.services.json.AbstractGoogleJsonClientRequest;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sqladmin.SQLAdmin;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.google.login.Login;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Google's own client for one project. A call that may pass the next time is repeated for a while,
 * with growing pauses.
 */
final class Client {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PATIENCE_WITH_OTHERS = Duration.ofMinutes(30);
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final String USUAL = "https://sqladmin.googleapis.com/";

  private final SQLAdmin api;
  private final String project;

  private Client(SQLAdmin api, String project) {
    this.api = api;
    this.project = project;
  }

  /**
   * A client.
   *
   * @param endpoint the API's address; else the one that gcloud was told, else Google's
   */
  static Client of(Optional<String> endpoint, String project, Map<String, String> environment) {
    String server =
        endpoint
            .or(() -> Optional.ofNullable(environment.get("CLOUDSDK_API_ENDPOINT_OVERRIDES_SQL")))
            .filter(each -> !each.isBlank())
            .orElse(USUAL);
    String root = folder(server);
    try {
      return new Client(
          new SQLAdmin.Builder(
                  new NetHttpTransport(),
                  GsonFactory.getDefaultInstance(),
                  Login.at(root, environment))
              .setRootUrl(root)
              .setApplicationName("rehome")
              .build(),
          project);
    } catch (Login.MissingException e) {
      throw loggedOut(e);
    }
  }

  static String folder(String address) {
    return address.endsWith("/") ? address : address + "/";
  }

  static FailureException loggedOut(Login.MissingException e) {
    return new FailureException(
        Failure.Kind.NOT_READY,
        String.valueOf(e.getMessage()),
        Safety.NOTHING_CHANGED,
        "gcloud auth application-default login");
  }

  String root() {
    return api.getRootUrl();
  }

  boolean isUsual() {
    return root().equals(USUAL);
  }

  String project() {
    return project;
  }

  /** A request, made anew for each attempt. */
  interface Request<T> {
    AbstractGoogleJsonClientRequest<T> of(SQLAdmin api) throws IOException;
  }

  /** What came of an attempt. */
  private sealed interface Answer<T> {
    /** An answer. */
    record Good<T>(T value) implements Answer<T> {}

    /** It may pass the next time; whether it was done is not known unless it was refused. */
    record Again<T>(boolean others, IOException why) implements Answer<T> {}

    /** No. */
    record Never<T>(IOException why) implements Answer<T> {}
  }

  private <T> Answer<T> attempt(Request<T> request) {
    try {
      return new Answer.Good<>(request.of(api).execute());
    } catch (HttpResponseException e) {
      boolean others = e.getStatusCode() == 409 && reasons(e).contains("operationInProgress");
      boolean passes =
          others
              || (e.getStatusCode() == 429 && !usedUp(e))
              || e.getStatusCode() >= 500
              || (e.getStatusCode() == 403
                  && !usedUp(e)
                  && reasons(e).stream().anyMatch(each -> each.endsWith("ateLimitExceeded")));
      return passes ? new Answer.Again<>(others, e) : new Answer.Never<>(e);
    } catch (IOException e) {
      return new Answer.Again<>(false, e);
    }
  }

  /**
   * Whether a quota of half an hour or a day is used up, for which nobody waits here. One of calls
   * per minute passes.
   */
  private static boolean usedUp(HttpResponseException e) {
    String said =
        e instanceof GoogleJsonResponseException google && google.getDetails() != null
            ? String.valueOf(google.getDetails().getMessage())
            : "";
    return reasons(e).contains("quotaExceeded")
        || (said.toLowerCase(Locale.ROOT).contains("quota exceeded")
            && !said.contains("per minute")
            && !said.contains("seconds"));
  }

  /** Makes a call that may be repeated without harm. */
  <T> T call(String doing, Request<T> request) {
    return begin(doing, Optional::empty, request)
        .orElseThrow(refused -> new FailureException(refused.failure(), refused));
  }

  /** What came of a call: a value, or a refusal. */
  record Outcome<T>(Optional<T> value, Optional<FailureException> refusal) {
    T orElseThrow(java.util.function.Function<FailureException, FailureException> thrown) {
      return value.orElseThrow(() -> thrown.apply(refusal.orElseThrow()));
    }
  }

  /**
   * Makes a call that must not be repeated if it was done: that is looked for before each attempt.
   * What cannot be known in the end is thrown.
   */
  <T> Outcome<T> begin(String doing, Supplier<Optional<T>> done, Request<T> request) {
    Instant limit = Instant.now().plus(PATIENCE);
    Instant limitWithOthers = Instant.now().plus(PATIENCE_WITH_OTHERS);
    for (Duration pause = SHORTEST; ; pause = longer(pause)) {
      Optional<T> found = done.get();
      if (found.isPresent()) {
        return new Outcome<>(found, Optional.empty());
      }
      switch (attempt(request)) {
        case Answer.Good<T>(T value) -> {
          return new Outcome<>(Optional.of(value), Optional.empty());
        }
        case Answer.Never<T>(IOException why) -> {
          return new Outcome<>(Optional.empty(), Optional.of(failed(doing, why)));
        }
        case Answer.Again<T>(boolean others, IOException why) -> {
          if (Instant.now().isAfter(others ? limitWithOthers : limit)) {
            FailureException failed = failed(doing, why);
            boolean refused = why instanceof HttpResponseException e && e.getStatusCode() < 500;
            if (refused) {
              return new Outcome<>(Optional.empty(), Optional.of(failed));
            }
            throw failed;
          }
          sleep(pause);
        }
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<String> reasons(HttpResponseException e) {
    return e instanceof GoogleJsonResponseException google
            && google.getDetails() != null
            && google.getDetails().getErrors() != null
        ? google.getDetails().getErrors().stream()
            .map(GoogleJsonError.ErrorInfo::getReason)
            .map(String::valueOf)
            .toList()
        : List.of();
  }

  private FailureException failed(String doing, IOException e) {
    String why =
        e instanceof GoogleJsonResponseException google && google.getDetails() != null
            ? String.valueOf(google.getDetails().getMessage())
            : String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer");
    int status = e instanceof HttpResponseException http ? http.getStatusCode() : 0;
    boolean disabled =
        e instanceof HttpResponseException http && reasons(http).contains("accessNotConfigured");
    String next =
        disabled
            ? "gcloud services enable sqladmin.googleapis.com --project=" + project
            : switch (status) {
              case 401 -> "gcloud auth application-default login";
              case 403 ->
                  "see that the login has the role roles/cloudsql.admin in project " + project;
              case 404 -> "see cloud-sql.project and cloud-sql.instance in the stack file";
              case 429 -> "wait until Google's quota allows more";
              default -> "see https://status.cloud.google.com, and start again";
            };
    return new FailureException(
        new Failure(
            Failure.Kind.FAILED,
            doing + " in project " + project + " failed: " + why,
            Safety.NOTHING_CHANGED,
            List.of(next)),
        e);
  }
}
