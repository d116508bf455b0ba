package dev.rehome.localcloud.storage;

import com.google.api.services.storage.model.Policy;
import com.google.api.services.storage.model.StorageObject;
import dev.rehome.localcloud.http.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Buckets as the cloud's other services use them: for a service account, which needs rights on the
 * bucket. A right works some time after it was given.
 */
public final class ServiceAccess {
  private static final Duration SPREADING = Duration.ofSeconds(2);
  private static final String WRITING =
      "roles/storage\\.(admin|objectAdmin|objectUser|objectCreator|legacyBucketWriter|legacyBucketOwner)";
  private static final String READING =
      "roles/storage\\.(admin|objectAdmin|objectUser|objectViewer|legacyObjectReader|legacyObjectOwner)";

  private final Buckets buckets;

  ServiceAccess(Buckets buckets) {
    this.buckets = buckets;
  }

  /** Stores a file's content as an object; the file is gone afterwards. */
  public void put(String account, String bucket, String name, Path content) throws IOException {
    BucketFolder folder = allowed(account, bucket, WRITING, "storage.objects.create");
    folder.put(
        new StorageObject().setName(name).setContentType("application/octet-stream"),
        content,
        Condition.NONE);
  }

  /** Where content may be written before it is put. */
  public Path incoming(String account, String bucket) throws IOException {
    return allowed(account, bucket, WRITING, "storage.objects.create").incoming();
  }

  /** The file that holds an object's content. */
  public Path content(String account, String bucket, String name) {
    BucketFolder folder = allowed(account, bucket, READING, "storage.objects.get");
    return folder.content(
        folder
            .find(name)
            .orElseThrow(() -> Refusal.notFound("No such object: " + bucket + "/" + name)));
  }

  private BucketFolder allowed(String account, String bucket, String roles, String permission) {
    BucketFolder folder = buckets.get(bucket);
    Optional<Policy> policy = folder.policy(SPREADING);
    boolean given =
        policy.isPresent()
            && policy.get().getBindings() != null
            && policy.get().getBindings().stream()
                .filter(binding -> binding.getRole().matches(roles))
                .anyMatch(binding -> binding.getMembers().contains("serviceAccount:" + account));
    if (!given) {
      throw new Refusal(
          403, "notAuthorized", account + " does not have " + permission + " access to " + bucket);
    }
    return folder;
  }
}
