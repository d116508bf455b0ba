package dev.rehome.localcloud.storage;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.Policy;
import com.google.api.services.storage.model.StorageObject;
import dev.rehome.localcloud.http.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * A bucket, in a folder of its own: {@code bucket.json}, and for each object its JSON and its
 * content, named by the SHA-256 of the object's name, since that may be anything. Changes of one
 * bucket happen one after another; the JSON is renamed into place last.
 */
final class BucketFolder {
  private static final String INCOMING = "incoming-";

  private final Path folder;
  private final NavigableMap<String, StorageObject> objects = new ConcurrentSkipListMap<>();
  private Bucket bucket;
  private long lastGeneration;

  private BucketFolder(Path folder, Bucket bucket) {
    this.folder = folder;
    this.bucket = bucket;
  }

  static BucketFolder create(Path folder, Bucket bucket) throws IOException {
    Files.createDirectories(folder.resolve("objects"));
    var made = new BucketFolder(folder, bucket);
    made.change(bucket);
    return made;
  }

  static BucketFolder open(Path folder) throws IOException {
    var opened = new BucketFolder(folder, read(folder.resolve("bucket.json"), Bucket.class));
    try (var unfinished = Files.newDirectoryStream(folder, INCOMING + "*")) {
      for (Path each : unfinished) {
        Files.delete(each);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("objects"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        StorageObject object = read(file, StorageObject.class);
        opened.objects.put(object.getName(), object);
        opened.lastGeneration = Math.max(opened.lastGeneration, object.getGeneration());
      }
    }
    return opened;
  }

  private static <T> T read(Path file, Class<T> type) throws IOException {
    return GsonFactory.getDefaultInstance().fromString(Files.readString(file), type);
  }

  private static void write(Path file, GenericJson value) throws IOException {
    value.setFactory(GsonFactory.getDefaultInstance());
    Path fresh = Files.createTempFile(file.getParent(), "new-", "");
    Files.writeString(fresh, value.toPrettyString());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  synchronized Bucket bucket() {
    return bucket;
  }

  synchronized void change(Bucket changed) throws IOException {
    write(folder.resolve("bucket.json"), changed);
    bucket = changed;
  }

  /** Who may do what, as it was that long ago at the latest: rights take time to spread. */
  synchronized Optional<Policy> policy(Duration spreading) {
    Path file = folder.resolve("policy.json");
    try {
      return Files.exists(file)
              && Files.getLastModifiedTime(file)
                  .toInstant()
                  .isBefore(Instant.now().minus(spreading))
          ? Optional.of(read(file, Policy.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
  }

  synchronized void policy(Policy policy) throws IOException {
    write(folder.resolve("policy.json"), policy);
  }

  Optional<StorageObject> find(String name) {
    return Optional.ofNullable(objects.get(name)).map(StorageObject::clone);
  }

  /** In the order of their names; not to be changed. */
  Collection<StorageObject> from(String name) {
    return objects.tailMap(name, true).values();
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  /** An empty file for content that is on its way. */
  Path incoming() throws IOException {
    return Files.createTempFile(folder, INCOMING, "");
  }

  private Path place(String name, String ending) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return folder.resolve("objects").resolve(HexFormat.of().formatHex(hash) + ending);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  Path content(StorageObject object) {
    return place(object.getName(), "." + object.getGeneration());
  }

  /**
   * Takes a content as the object's newest, if it is what the client says it is; the file is gone
   * afterwards, in any case.
   */
  StorageObject put(StorageObject wanted, Path content, Condition condition) throws IOException {
    try {
      return take(wanted, content, condition);
    } finally {
      Files.deleteIfExists(content);
    }
  }

  private StorageObject take(StorageObject wanted, Path content, Condition condition)
      throws IOException {
    Digests digests = Digests.of(content);
    if ((wanted.getCrc32c() != null && !wanted.getCrc32c().equals(digests.crc32c()))
        || (wanted.getMd5Hash() != null && !wanted.getMd5Hash().equals(digests.md5()))) {
      throw Refusal.invalid("Provided hash does not match the calculated one.");
    }
    BigInteger size = BigInteger.valueOf(Files.size(content));
    synchronized (this) {
      Optional<StorageObject> before = find(wanted.getName());
      condition.check(before);
      var now = new DateTime(System.currentTimeMillis());
      lastGeneration = Math.max(lastGeneration + 1, System.currentTimeMillis() * 1000);
      StorageObject made =
          wanted
              .clone()
              .setGeneration(lastGeneration)
              .setMetageneration(1L)
              .setSize(size)
              .setCrc32c(digests.crc32c())
              .setMd5Hash(wanted.getComponentCount() == null ? digests.md5() : null)
              .setTimeCreated(now)
              .setUpdated(now)
              .setTimeStorageClassUpdated(now);
      Files.move(content, content(made), StandardCopyOption.ATOMIC_MOVE);
      keep(made);
      if (before.isPresent()) {
        Files.deleteIfExists(content(before.get()));
      }
      return made;
    }
  }

  /** The same content, described otherwise. */
  synchronized StorageObject describe(StorageObject changed) throws IOException {
    StorageObject made =
        changed
            .clone()
            .setMetageneration(changed.getMetageneration() + 1)
            .setUpdated(new DateTime(System.currentTimeMillis()));
    keep(made);
    return made;
  }

  private void keep(StorageObject object) throws IOException {
    write(place(object.getName(), ".json"), object);
    objects.put(object.getName(), object.clone());
  }

  synchronized boolean delete(String name, Condition condition) throws IOException {
    Optional<StorageObject> there = find(name);
    condition.check(there);
    if (there.isEmpty()) {
      return false;
    }
    Files.delete(place(name, ".json"));
    objects.remove(name);
    Files.deleteIfExists(content(there.get()));
    return true;
  }

  /** Removes the bucket itself, which has to be empty. */
  synchronized void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
