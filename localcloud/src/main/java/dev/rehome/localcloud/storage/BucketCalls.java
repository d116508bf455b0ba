package dev.rehome.localcloud.storage;

import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.BucketStorageLayout;
import com.google.api.services.storage.model.ManagedFolders;
import com.google.api.services.storage.model.Policy;
import com.google.api.services.storage.model.TestIamPermissionsResponse;
import dev.rehome.localcloud.http.Patch;
import dev.rehome.localcloud.http.Request;
import dev.rehome.localcloud.http.Response;
import dev.rehome.localcloud.rights.Denied;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What can be done with buckets. */
record BucketCalls(Buckets buckets, Request request) {
  private Bucket shown(Bucket bucket) {
    return bucket
        .clone()
        .setKind("storage#bucket")
        .setEtag("E" + bucket.getMetageneration())
        .setSelfLink(request.base() + "/storage/v1/b/" + bucket.getName());
  }

  Response list() {
    return Response.json(
        new com.google.api.services.storage.model.Buckets()
            .setKind("storage#buckets")
            .setItems(
                buckets.all().stream()
                    .filter(each -> each.getName().startsWith(request.asked("prefix").orElse("")))
                    .map(this::shown)
                    .toList()));
  }

  Response insert(Bucket wanted) throws IOException {
    return Response.json(shown(buckets.create(wanted)));
  }

  Response get(String name) {
    return Response.json(shown(buckets.get(name).bucket()));
  }

  Response patch(String name, Bucket changes) throws IOException {
    BucketFolder folder = buckets.get(name);
    synchronized (folder) {
      Bucket bucket = folder.bucket().clone();
      Patch.merge(bucket, changes);
      bucket
          .setMetageneration(bucket.getMetageneration() + 1)
          .setUpdated(new DateTime(System.currentTimeMillis()));
      folder.change(bucket);
      return Response.json(shown(bucket));
    }
  }

  Response delete(String name) throws IOException {
    buckets.delete(name);
    return Response.empty(204);
  }

  Response layout(String name) {
    Bucket bucket = buckets.get(name).bucket();
    return Response.json(
        new BucketStorageLayout()
            .setKind("storage#storageLayout")
            .setBucket(name)
            .setLocation(bucket.getLocation())
            .setLocationType(bucket.getLocationType()));
  }

  /** There are none. */
  Response managedFolders(String name) {
    buckets.get(name);
    return Response.json(new ManagedFolders().setKind("storage#managedFolders"));
  }

  Response policy(String name) {
    return Response.json(
        buckets
            .get(name)
            .policy(Duration.ZERO)
            .orElseGet(() -> new Policy().setVersion(1).setBindings(List.of()))
            .setKind("storage#policy")
            .setEtag("CAE=")
            .setResourceId("projects/_/buckets/" + name));
  }

  Response setPolicy(String name) throws IOException {
    Policy policy = request.json(Policy.class);
    buckets.get(name).policy(policy);
    return policy(name);
  }

  Response test(String name, Denied denied) {
    buckets.get(name);
    return Response.json(
        new TestIamPermissionsResponse()
            .setKind("storage#testIamPermissionsResponse")
            .setPermissions(
                request.all("permissions").stream()
                    .filter(permission -> denied.has(name, permission))
                    .toList()));
  }
}
