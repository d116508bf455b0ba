package dev.rehome.repository.filesystem;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A choice of paths: patterns with {@code *} and {@code ?} within a name and {@code **} across
 * names. One that begins with a slash is matched against the whole path, any other against the
 * path's end.
 */
public record PathPatterns(List<String> patterns, List<Pattern> compiled) {
  public static final PathPatterns NONE = new PathPatterns(List.of(), List.of());

  public static PathPatterns of(List<String> patterns) {
    var compiled = new ArrayList<Pattern>();
    for (String pattern : patterns) {
      compiled.add(
          Pattern.compile(
              (pattern.startsWith("/") ? "" : "(.*/)?") + expression(pattern), Pattern.DOTALL));
    }
    return new PathPatterns(List.copyOf(patterns), List.copyOf(compiled));
  }

  private static String expression(String pattern) {
    var out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*' && pattern.startsWith("**", i)) {
        out.append(".*");
        i++;
      } else {
        out.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
      }
    }
    return out.toString();
  }

  public boolean match(RawPath path) {
    return !compiled.isEmpty()
        && compiled.stream().anyMatch(each -> each.matcher(path.toString()).matches());
  }
}
