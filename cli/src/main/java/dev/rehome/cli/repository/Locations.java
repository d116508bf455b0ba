package dev.rehome.cli.repository;

import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.RetryingBackend;
import dev.rehome.repository.backend.local.LocalBackend;
import dev.rehome.repository.gcs.GcsBackend;
import dev.rehome.repository.gcs.GcsLocation;
import dev.rehome.repository.s3.S3Backend;
import dev.rehome.repository.s3.S3Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Opens the place that a location names: a folder, or a bucket. */
public final class Locations {
  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private Locations() {}

  public static Backend open(String location) {
    if (location.startsWith("s3:")) {
      return new RetryingBackend(s3(location), ATTEMPTS, FIRST_PAUSE);
    }
    if (location.startsWith("gs:")) {
      return new RetryingBackend(gcs(location, Optional.empty()), ATTEMPTS, FIRST_PAUSE);
    }
    if (location.matches("[a-z0-9]+:.*")) {
      throw unknown(location);
    }
    return new LocalBackend(Path.of(location));
  }

  /**
   * For init: the folder itself is made, too.
   *
   * @param region where a bucket is to be made
   */
  static Backend create(String location, Optional<String> region) {
    if (location.startsWith("gs:")) {
      Backend backend = new RetryingBackend(gcs(location, region), ATTEMPTS, FIRST_PAUSE);
      if (region.isPresent()) {
        backend.prepare();
      }
      return backend;
    }
    if (region.isPresent()) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          "--create-bucket makes buckets of Cloud Storage only, and " + location + " is none",
          "nothing was changed",
          "leave it out");
    }
    if (!location.startsWith("s3:")) {
      try {
        Files.createDirectories(Path.of(location));
      } catch (java.io.IOException e) {
        throw new RepositoryFailure(
            RepositoryFailure.Reason.BAD_INPUT,
            "cannot make the folder " + location + ": " + reason(e),
            "nothing was changed",
            "give a place that you may write to");
      }
    }
    return open(location);
  }

  private static String reason(java.io.IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException denied -> "no permission for " + denied.getFile();
      case java.nio.file.FileAlreadyExistsException taken ->
          taken.getFile() + " is there and no folder";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static Backend s3(String location) {
    return new S3Backend(parsed(location, S3Location::parse));
  }

  private static Backend gcs(String location, Optional<String> region) {
    return new GcsBackend(parsed(location, GcsLocation::parse), region, System.getenv());
  }

  private static <T> T parsed(String location, Function<String, T> parse) {
    try {
      return parse.apply(location);
    } catch (IllegalArgumentException e) {
      throw new RepositoryFailure(
          RepositoryFailure.Reason.BAD_INPUT,
          String.valueOf(e.getMessage()),
          "nothing was changed",
          "write the location in one of these forms");
    }
  }

  private static RepositoryFailure unknown(String location) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.BAD_INPUT,
        "\""
            + location.substring(0, location.indexOf(':'))
            + ":\" is no kind of place that Rehome knows",
        "nothing was changed",
        "use a folder, gs://BUCKET/PREFIX, s3://BUCKET/PREFIX, or s3:https://HOST/BUCKET/PREFIX",
        "a folder whose name has a colon: write ./" + location);
  }
}
