package dev.rehome.repository.s3;

import java.net.URI;
import java.util.Optional;

/**
 * Where a repository is in S3: {@code s3://BUCKET/PREFIX}, or with a server of one's own as restic
 * writes it, {@code s3:http://HOST:PORT/BUCKET/PREFIX}.
 *
 * @param endpoint the server, if it is not Amazon's
 * @param prefix what all keys begin with, empty or ended by a slash
 */
public record S3Location(Optional<URI> endpoint, String bucket, String prefix) {
  /** Throws {@link IllegalArgumentException} with a message for a person. */
  public static S3Location parse(String location) {
    if (location.startsWith("s3://")) {
      return of(Optional.empty(), location.substring("s3://".length()), location);
    }
    if (!location.startsWith("s3:http://") && !location.startsWith("s3:https://")) {
      throw unfit(location);
    }
    URI uri;
    try {
      uri = URI.create(location.substring("s3:".length()));
    } catch (IllegalArgumentException e) {
      throw unfit(location);
    }
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw unfit(location);
    }
    URI endpoint = URI.create(uri.getScheme() + "://" + uri.getAuthority());
    return of(Optional.of(endpoint), uri.getPath().replaceFirst("^/", ""), location);
  }

  private static S3Location of(Optional<URI> endpoint, String path, String location) {
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String prefix = slash < 0 ? "" : path.substring(slash + 1).replaceFirst("/+$", "");
    if (bucket.isEmpty()) {
      throw unfit(location);
    }
    return new S3Location(endpoint, bucket, prefix.isEmpty() ? "" : prefix + "/");
  }

  private static IllegalArgumentException unfit(String location) {
    return new IllegalArgumentException(
        location + " is no place in S3; write s3://BUCKET/PREFIX or s3:https://HOST/BUCKET/PREFIX");
  }

  @Override
  public String toString() {
    String path = bucket + "/" + prefix;
    return endpoint
        .map(uri -> "s3:" + uri + "/" + path)
        .orElse("s3://" + path)
        .replaceFirst("/$", "");
  }
}
