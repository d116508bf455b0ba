package dev.rehome.localcloud.storage;

import dev.rehome.localcloud.http.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rights on buckets that the caller was told to lack; all others it has. */
final class Denied {
  private static final Map<String, String> NEEDED =
      Map.of(
          "storage.objects.insert", "storage.objects.create",
          "storage.objects.compose", "storage.objects.create",
          "storage.objects.delete", "storage.objects.delete",
          "storage.objects.get", "storage.objects.get",
          "storage.objects.list", "storage.objects.list");

  private final Map<String, Set<String>> byBucket = new ConcurrentHashMap<>();

  void set(String bucket, List<String> permissions) {
    byBucket.put(bucket, Set.copyOf(permissions));
  }

  boolean has(String bucket, String permission) {
    return !byBucket.getOrDefault(bucket, Set.of()).contains(permission);
  }

  /** Refuses a call of the method if the right that it needs is lacking. */
  void check(String bucket, String method) {
    String needed = NEEDED.getOrDefault(method, "");
    if (!has(bucket, needed)) {
      throw new Refusal(
          403,
          "forbidden",
          "local@example.com does not have "
              + needed
              + " access to the Google Cloud Storage"
              + " bucket "
              + bucket
              + ".");
    }
  }
}
