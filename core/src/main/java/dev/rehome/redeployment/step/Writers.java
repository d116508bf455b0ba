package dev.rehome.redeployment.step;

import dev.rehome.backup.Source;
import java.util.stream.Collectors;

/** Says who may be writing. */
final class Writers {
  private Writers() {}

  static String of(Source source) {
    return source.databases().stream()
        .map(
            database -> database.endpoint() + " has " + database.sessions() + " sessions of others")
        .collect(Collectors.joining(", "));
  }
}
