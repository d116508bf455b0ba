package dev.rehome.localcloud.storage;

import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.Bucket;
import dev.rehome.localcloud.http.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All buckets, of every project: their names are one space. */
final class Buckets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final BigInteger PROJECT = BigInteger.valueOf(123456789012L);

  private final Path folder;
  private final Map<String, BucketFolder> buckets = new ConcurrentSkipListMap<>();

  Buckets(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> there = Files.list(folder)) {
        for (Path each : there.filter(path -> Files.exists(path.resolve("bucket.json"))).toList()) {
          buckets.put(each.getFileName().toString(), BucketFolder.open(each));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the buckets in " + folder, e);
    }
  }

  BucketFolder get(String name) {
    return Optional.ofNullable(buckets.get(name))
        .orElseThrow(() -> Refusal.notFound("The specified bucket does not exist."));
  }

  List<Bucket> all() {
    return buckets.values().stream().map(BucketFolder::bucket).toList();
  }

  synchronized Bucket create(Bucket wanted) throws IOException {
    String name = Optional.ofNullable(wanted.getName()).orElse("");
    if (!NAME.matcher(name).matches()) {
      throw Refusal.invalid("Invalid bucket name: '" + name + "'");
    }
    if (buckets.containsKey(name)) {
      throw new Refusal(
          409,
          "conflict",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    var now = new DateTime(System.currentTimeMillis());
    Bucket bucket =
        wanted
            .clone()
            .setId(name)
            .setProjectNumber(PROJECT)
            .setMetageneration(1L)
            .setGeneration(System.currentTimeMillis() * 1000)
            .setTimeCreated(now)
            .setUpdated(now);
    if (bucket.getLocation() == null) {
      bucket.setLocation("US");
    }
    bucket.setLocation(bucket.getLocation().toUpperCase(java.util.Locale.ROOT));
    boolean several = bucket.getLocation().matches("US|EU|ASIA");
    bucket.setLocationType(several ? "multi-region" : "region");
    if (bucket.getStorageClass() == null) {
      bucket.setStorageClass("STANDARD");
    }
    if (bucket.getIamConfiguration() == null) {
      bucket.setIamConfiguration(
          new Bucket.IamConfiguration()
              .setUniformBucketLevelAccess(
                  new Bucket.IamConfiguration.UniformBucketLevelAccess().setEnabled(false))
              .setPublicAccessPrevention("inherited"));
    }
    buckets.put(name, BucketFolder.create(folder.resolve(name), bucket));
    return bucket;
  }

  synchronized void delete(String name) throws IOException {
    BucketFolder bucket = get(name);
    if (!bucket.isEmpty()) {
      throw new Refusal(409, "conflict", "The bucket you tried to delete is not empty.");
    }
    bucket.remove();
    buckets.remove(name);
  }
}
