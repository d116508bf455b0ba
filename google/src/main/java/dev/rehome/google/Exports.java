package dev.rehome.google;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.model.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bucket that an instance exports to, and its rights there. */
final class Exports {
  private static final String ROLE = "roles/storage.objectAdmin";
  private static final int NOT_FOUND = 404;

  private final BucketClient client;

  Exports(BucketClient client) {
    this.client = client;
  }

  void allow(String account, String place) {
    change(account, place, true);
  }

  void forbid(String account, String place) {
    change(account, place, false);
  }

  /** Gives the account the role, or takes it; others' changes meanwhile are not overwritten. */
  private void change(String account, String place, boolean give) {
    String bucket = BucketClient.Place.of(place).bucket();
    String member = "serviceAccount:" + account;
    client.attempt(
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
    client.fetch(BucketClient.Place.of(place), file);
  }

  void remove(String place) {
    BucketClient.Place from = BucketClient.Place.of(place);
    client.attempt(
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
