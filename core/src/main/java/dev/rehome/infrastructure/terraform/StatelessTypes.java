package dev.rehome.infrastructure.terraform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The types of resources that are known to hold no state. A list of those that do would call every
 * type that nobody thought of harmless.
 */
final class StatelessTypes {
  private static final String FILE = "stateless-types.txt";
  private static final String OUTSIDE = "outside";

  /** Patterns, and what is noted beside them. */
  private static final Map<String, String> TYPES = read();

  private StatelessTypes() {}

  static boolean holdsNone(String type) {
    return TYPES.keySet().stream().anyMatch(pattern -> Patterns.matches(pattern, type));
  }

  /**
   * Whether somebody outside of the stack may know it by an address that it will not have again.
   */
  static boolean knownOutside(String type) {
    return OUTSIDE.equals(TYPES.get(type));
  }

  private static Map<String, String> read() {
    try (InputStream file =
        Objects.requireNonNull(StatelessTypes.class.getResourceAsStream(FILE))) {
      var types = new LinkedHashMap<String, String>();
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .forEach(words -> types.put(words[0], words.length == 2 ? words[1].strip() : ""));
      return Map.copyOf(types);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + FILE, e);
    }
  }
}
