package dev.rehome.infrastructure;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository's place in a bucket, as its location says it.
 *
 * @param prefix what its keys begin with; may be empty
 * @param server the host name or address of a server of one's own
 */
record BucketPlace(String bucket, String prefix, Optional<String> server) {
  private static final Pattern LOCATION =
      Pattern.compile(
          "(?:[a-z0-9]+://|s3:https?://(?<server>\\[[^]]+]|[^/:]+)(?::\\d+)?/)(?<bucket>[^/]+)/?(?<prefix>.*)");

  static Optional<BucketPlace> of(String location) {
    Matcher matcher = LOCATION.matcher(location);
    return matcher.matches()
        ? Optional.of(
            new BucketPlace(
                matcher.group("bucket"),
                matcher.group("prefix"),
                Optional.ofNullable(matcher.group("server"))))
        : Optional.empty();
  }
}
