package dev.rehome.repository.gcs;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageScopes;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import dev.rehome.repository.backend.BackendException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Google's own client, with credentials from where Google's tools take them: the application
 * default ones (a service account's file, the operator's login, the machine's account), and on
 * behalf of another service account if {@code CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT} names one.
 * Where {@code STORAGE_EMULATOR_HOST} names another server, none are used.
 */
final class Client {
  private static final int CONNECT = 20_000; // milliseconds
  private static final int READ = 120_000;
  private static final int AN_HOUR = 3600;
  private static final List<String> SCOPES = List.of(StorageScopes.CLOUD_PLATFORM);

  private Client() {}

  static Storage make(Map<String, String> environment) {
    Optional<String> emulator = value(environment, "STORAGE_EMULATOR_HOST");
    HttpRequestInitializer credentials =
        emulator.isPresent() ? request -> {} : new HttpCredentialsAdapter(credentials(environment));
    var builder =
        new Storage.Builder(
                new NetHttpTransport(),
                GsonFactory.getDefaultInstance(),
                request -> {
                  credentials.initialize(request);
                  request.setConnectTimeout(CONNECT).setReadTimeout(READ).setNumberOfRetries(0);
                })
            .setApplicationName("rehome");
    emulator.ifPresent(
        host -> builder.setRootUrl((host.contains("://") ? host : "http://" + host) + "/"));
    return builder.build();
  }

  private static GoogleCredentials credentials(Map<String, String> environment) {
    try {
      GoogleCredentials own = GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
      return value(environment, "CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT")
          .<GoogleCredentials>map(
              account -> ImpersonatedCredentials.create(own, account, null, SCOPES, AN_HOUR))
          .orElse(own);
    } catch (IOException e) {
      throw new BackendException(
          BackendException.Kind.DENIED,
          "no Google credentials were found; gcloud auth application-default login makes some, or"
              + " GOOGLE_APPLICATION_CREDENTIALS names a service account's file",
          e);
    }
  }

  /** The project that a new bucket belongs to. */
  static Optional<String> project(Map<String, String> environment) {
    return value(environment, "GOOGLE_CLOUD_PROJECT")
        .or(() -> value(environment, "CLOUDSDK_CORE_PROJECT"));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
