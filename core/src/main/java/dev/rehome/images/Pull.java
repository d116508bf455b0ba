package dev.rehome.images;

import java.util.Locale;

/** What came of fetching an image from its registry. */
public sealed interface Pull {
  /** It is there. */
  record Done() implements Pull {}

  /** The registry does not have it, or there is no such registry. */
  record Gone(String why) implements Pull {}

  /** The registry does not let this machine read it. */
  record Refused(String why) implements Pull {}

  /** Docker and podman say it in words only, and these are both's. */
  static Pull failed(String said) {
    String why =
        said.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("").strip();
    String words = why.toLowerCase(Locale.ROOT);
    boolean absent = words.contains("does not exist") || words.contains("unknown");
    boolean refused =
        words.contains("unauthorized")
            || words.contains("authentication required")
            || words.contains("denied")
            || words.contains("no basic auth credentials")
            || words.contains("invalid username/password");
    return refused && !absent ? new Refused(why) : new Gone(why);
  }
}
