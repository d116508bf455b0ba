package dev.rehome.infrastructure.terraform;

import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Patterns of addresses and types, in which {@code *} stands for any text. */
final class Patterns {
  /** The one that says more comes last: by the text that it fixes, then by how few gaps it has. */
  static final Comparator<String> BY_PRECISION =
      Comparator.comparingInt(Patterns::fixed)
          .thenComparing(Comparator.comparingInt(Patterns::gaps).reversed());

  private Patterns() {}

  static boolean matches(String pattern, String text) {
    return Pattern.matches(
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        text);
  }

  static boolean exact(String pattern) {
    return gaps(pattern) == 0;
  }

  private static int gaps(String pattern) {
    return (int) pattern.chars().filter(each -> each == '*').count();
  }

  private static int fixed(String pattern) {
    return pattern.length() - gaps(pattern);
  }
}
