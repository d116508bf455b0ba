package dev.rehome.repository.gcs;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import dev.rehome.google.login.Login;
import dev.rehome.repository.backend.BackendException;
import java.util.Map;
import java.util.Optional;

/** Google's own client; {@code STORAGE_EMULATOR_HOST} may name another server. */
final class Client {
  private static final String USUAL = "https://storage.googleapis.com/";

  private Client() {}

  static Storage make(Map<String, String> environment) {
    String server = server(environment);
    try {
      return new Storage.Builder(
              new NetHttpTransport(),
              GsonFactory.getDefaultInstance(),
              Login.at(server, environment))
          .setRootUrl(server)
          .setApplicationName("rehome")
          .build();
    } catch (Login.MissingException e) {
      throw new BackendException(BackendException.Kind.DENIED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Its address, with a slash at the end. */
  static String server(Map<String, String> environment) {
    return value(environment, "STORAGE_EMULATOR_HOST")
        .map(host -> (host.contains("://") ? host : "http://" + host) + "/")
        .orElse(USUAL);
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
