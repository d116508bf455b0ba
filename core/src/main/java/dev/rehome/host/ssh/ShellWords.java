package dev.rehome.host.ssh;

import java.util.List;
import java.util.stream.Collectors;

/** Words as a shell takes them: the only place that quotes. */
final class ShellWords {
  private ShellWords() {}

  /** One word that the shell gives on as it is. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String quoted(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }
}
