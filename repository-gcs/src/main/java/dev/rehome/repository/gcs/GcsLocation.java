package dev.rehome.repository.gcs;

/**
 * Where a repository is in Cloud Storage: {@code gs://BUCKET/PREFIX}.
 *
 * @param prefix what all names begin with, empty or ended by a slash
 */
public record GcsLocation(String bucket, String prefix) {
  private static final String SCHEME = "gs://";

  /** Throws {@link IllegalArgumentException} with a message for a person. */
  public static GcsLocation parse(String location) {
    String path = location.startsWith(SCHEME) ? location.substring(SCHEME.length()) : "";
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException(
          location + " is no place in Cloud Storage; write gs://BUCKET/PREFIX");
    }
    String prefix = slash < 0 ? "" : path.substring(slash + 1).replaceFirst("/+$", "");
    return new GcsLocation(bucket, prefix.isEmpty() ? "" : prefix + "/");
  }

  @Override
  public String toString() {
    return (SCHEME + bucket + "/" + prefix).replaceFirst("/$", "");
  }
}
