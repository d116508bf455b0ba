package dev.rehome.google.login;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.CredentialAccessBoundary;
import com.google.auth.oauth2.DownscopedCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Credentials from where Google's tools take them: the application default ones (a service
 * account's file, the operator's login, the machine's account), and on behalf of another service
 * account if {@code CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT} names one. A server that is spoken
 * to in clear is never shown any.
 */
public final class Login {
  private static final int CONNECT = 20_000; // milliseconds
  private static final int READ = 120_000;
  private static final int AN_HOUR = 3600;
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private Login() {}

  /** There are no credentials; the message says how to get some. */
  public static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(IOException cause) {
      super(
          "no Google credentials were found; gcloud auth application-default login makes some, or"
              + " GOOGLE_APPLICATION_CREDENTIALS names a service account's file",
          cause);
    }
  }

  /**
   * What makes a request one of this login's, with limits of time and without repetitions.
   *
   * @param server such as {@code https://sqladmin.googleapis.com/}
   */
  public static HttpRequestInitializer at(String server, Map<String, String> environment)
      throws MissingException {
    HttpRequestInitializer credentials =
        server.startsWith("http://")
            ? request -> {}
            : new HttpCredentialsAdapter(credentials(environment));
    return request -> {
      credentials.initialize(request);
      request.setConnectTimeout(CONNECT).setReadTimeout(READ).setNumberOfRetries(0);
    };
  }

  /** Lets a bucket be used by somebody else for a while. */
  @FunctionalInterface
  public interface Pass {
    /** What such requests carry; empty if no token for the bucket alone can be had. */
    Optional<Map<String, String>> headers();
  }

  /**
   * A pass for one bucket: new files may be written to it, and all of them read.
   *
   * @param server as {@link #at} has it
   */
  public static Pass pass(String server, String bucket, Map<String, String> environment) {
    if (server.startsWith("http://")) {
      return () -> Optional.of(Map.of());
    }
    var rule =
        CredentialAccessBoundary.AccessBoundaryRule.newBuilder()
            .setAvailableResource("//storage.googleapis.com/projects/_/buckets/" + bucket)
            .setAvailablePermissions(
                List.of("inRole:roles/storage.objectCreator", "inRole:roles/storage.objectViewer"))
            .build();
    var boundary = CredentialAccessBoundary.newBuilder().addRule(rule).build();
    var kept = new AtomicReference<Optional<DownscopedCredentials>>(Optional.empty());
    return () -> {
      try {
        if (kept.get().isEmpty()) {
          kept.set(
              Optional.of(
                  DownscopedCredentials.newBuilder()
                      .setSourceCredential(credentials(environment))
                      .setCredentialAccessBoundary(boundary)
                      .build()));
        }
        var headers = new HashMap<String, String>();
        kept.get() // which gets a new token when the old one is about to run out
            .orElseThrow()
            .getRequestMetadata(URI.create(server))
            .forEach((header, values) -> headers.put(header, String.join(",", values)));
        return Optional.of(headers);
      } catch (MissingException | IOException e) {
        return Optional.empty();
      }
    };
  }

  private static GoogleCredentials credentials(Map<String, String> environment)
      throws MissingException {
    try {
      GoogleCredentials own = GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
      return Optional.ofNullable(environment.get("CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT"))
          .filter(account -> !account.isBlank())
          .<GoogleCredentials>map(
              account -> ImpersonatedCredentials.create(own, account, null, SCOPES, AN_HOUR))
          .orElse(own);
    } catch (IOException e) {
      throw new MissingException(e);
    }
  }
}
