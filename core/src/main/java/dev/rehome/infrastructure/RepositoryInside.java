package dev.rehome.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.proof.DestroyPlan.Doomed;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the repository is in something that would be destroyed: its bucket, the server or disk
 * that it is on, a folder. Then the backups would go with the stack that they are of.
 *
 * @param location as the stack file says it
 * @param folder on this machine, if it is in one
 * @param mounted what that folder's file system is of, as the machine says it
 */
public record RepositoryInside(String location, Optional<Path> folder, Optional<String> mounted) {
  /** Attributes of buckets that hold their name, and of everything else about a bucket. */
  private static final Set<String> NAMES = Set.of("name", "id", "bucket_name", "container_name");

  private static final Set<String> NOT_ABOUT_ONE_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

  /** On this machine. */
  public static RepositoryInside of(String location, Optional<Path> folder) {
    return new RepositoryInside(location, folder.map(RepositoryInside::real), mounted(folder));
  }

  /** Without links; the end of it may be of something that is not there. */
  private static Path real(Path path) {
    Path normal = path.toAbsolutePath().normalize();
    try {
      return normal.toRealPath();
    } catch (IOException e) {
      Path parent = normal.getParent();
      Path name = normal.getFileName();
      return parent == null || name == null ? normal : real(parent).resolve(name);
    }
  }

  private static Optional<String> mounted(Optional<Path> folder) {
    try {
      return folder.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.getFileStore(folder.get())).map(FileStore::name);
    } catch (IOException e) {
      return Optional.empty(); // a repository that cannot be read is noticed by all who read it
    }
  }

  /**
   * Why destroying these would take the repository along; none means that nothing of it was found
   * among them.
   *
   * @param state the resources' attributes; what is doomed and not in it is looked for in all
   * @param saved folders of this machine that are part of the stack
   */
  public List<String> reasons(State state, List<Doomed> doomed, List<Path> saved) {
    var reasons = new ArrayList<String>();
    for (State.Resource resource : DoomedResources.of(state, doomed).resources()) {
      why(resource)
          .map(
              why ->
                  "the repository "
                      + location
                      + " is among what would be destroyed: "
                      + resource.address()
                      + " "
                      + why)
          .ifPresent(reasons::add);
    }
    folder.ifPresent(
        here ->
            saved.stream()
                .filter(each -> here.startsWith(real(each)))
                .map(
                    each ->
                        "the repository "
                            + location
                            + " is among what would be destroyed: it is in "
                            + each
                            + ", which is part of the stack")
                .forEach(reasons::add));
    return reasons;
  }

  private Optional<String> why(State.Resource resource) {
    Optional<BucketPlace> bucket = BucketPlace.of(location);
    if (bucket.isPresent() && names(resource, bucket.get())) {
      return Optional.of("is its bucket, or about it");
    }
    Optional<String> server =
        bucket.flatMap(BucketPlace::server).or(() -> mounted.flatMap(RepositoryInside::host));
    if (server.isPresent()
        && !NOT_ABOUT_ONE_MACHINE.contains(server.get())
        && texts(resource.attributes()).stream()
            .anyMatch(each -> each.text().equals(server.get()))) {
      return Optional.of("is its server, or has its address");
    }
    if (mounted.isPresent() && isDisk(resource, mounted.get())) {
      return Optional.of("is the disk or bucket that it is on");
    }
    return folder.flatMap(
        here ->
            texts(resource.attributes()).stream()
                .filter(each -> holds(each, here))
                .findFirst()
                .map(each -> "names " + each.text()));
  }

  private static boolean aboutBuckets(State.Resource resource) {
    return resource.type().matches(".*(bucket|storage|spaces|container|s3).*");
  }

  private static boolean names(State.Resource resource, BucketPlace place) {
    JsonNode attributes = resource.attributes();
    boolean of = isBucket(attributes.path("bucket").asText(), place.bucket());
    boolean is =
        aboutBuckets(resource)
            && NAMES.stream()
                .anyMatch(name -> isBucket(attributes.path(name).asText(), place.bucket()));
    return (of && !elsewhereInIt(resource, place)) || is;
  }

  /** By name, or as a URL or ARN ends in it. */
  private static boolean isBucket(String value, String bucket) {
    return value.equals(bucket)
        || value.matches("(.*[/:])" + java.util.regex.Pattern.quote(bucket));
  }

  /** An object of the bucket that is none of the repository's. */
  private static boolean elsewhereInIt(State.Resource resource, BucketPlace place) {
    String key =
        resource.attributes().path("key").asText(resource.attributes().path("name").asText());
    return resource.type().contains("object")
        && !resource.type().contains("acl")
        && !place.prefix().isEmpty()
        && !key.startsWith(place.prefix());
  }

  /** Of a mounted folder of another machine: {@code HOST:/PATH}, perhaps with a user. */
  private static Optional<String> host(String mounted) {
    int colon = mounted.indexOf(":/");
    return colon < 1
        ? Optional.empty()
        : Optional.of(mounted.substring(mounted.indexOf('@') + 1, colon));
  }

  /** A bucket that is mounted tells its name; a disk is found by the names that the machine has. */
  private static boolean isDisk(State.Resource resource, String mounted) {
    if (aboutBuckets(resource)) {
      return NAMES.stream()
          .map(name -> resource.attributes().path(name).asText())
          .anyMatch(mounted::equals);
    }
    return Disks.names(mounted).stream()
        .anyMatch(
            known ->
                resource.type().matches(".*(disk|volume).*")
                    && NAMES.stream()
                        .map(name -> resource.attributes().path(name).asText().replace("-", ""))
                        .anyMatch(
                            name -> name.length() > 2 && known.replace("-", "").endsWith(name)));
  }

  /** A path inside of the repository, the repository, or a folder around it by such a name. */
  private static boolean holds(Attribute attribute, Path repository) {
    if (!attribute.text().startsWith("/") || attribute.text().indexOf('\0') >= 0) {
      return false;
    }
    Path path = real(Path.of(attribute.text()));
    boolean isFolder =
        attribute
            .name()
            .toLowerCase(Locale.ROOT)
            .matches(".*(path|dir|directory|folder|home|mount|mountpoint|mount_point|root|data)");
    return path.startsWith(repository)
        || (isFolder && path.getNameCount() > 1 && repository.startsWith(path));
  }

  private record Attribute(String name, String text) {}

  private static List<Attribute> texts(JsonNode attributes) {
    var found = new ArrayList<Attribute>();
    gather("", attributes, found);
    return found;
  }

  private static void gather(String name, JsonNode node, List<Attribute> found) {
    if (node.isTextual()) {
      found.add(new Attribute(name, node.asText()));
    }
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      gather(each.getKey(), each.getValue(), found);
    }
    if (node.isArray()) {
      node.forEach(each -> gather(name, each, found));
    }
  }
}
