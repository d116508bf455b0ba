package dev.rehome.database.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes a schema-only dump apart into its entries. */
final class SchemaEntries {
  private static final Pattern TITLE =
      Pattern.compile("-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*");
  private static final Pattern NO_CONTENT =
      Pattern.compile(
          "SET default_(tablespace|table_access_method) = .*|\\\\(un)?restrict .*"
              + "|-- PostgreSQL database dump.*");

  private static final Pattern KIND = Pattern.compile("((?:[A-Z]+ )+)(.*)");
  private static final String NAME = "(?:\"(?:[^\"]|\"\")*\"|[^\\s,\";]+)";
  private static final Pattern ROLE = Pattern.compile(NAME);
  private static final Pattern ROLES =
      Pattern.compile("(?<= TO )" + NAME + "(?:, " + NAME + ")+(?= USING | WITH CHECK |;)");

  private SchemaEntries() {}

  /** Every entry's title, such as {@code TABLE public.orders}, and the SHA-256 of its text. */
  static Map<String, String> of(String dump) {
    var entries = new TreeMap<String, String>();
    String title = "";
    var text = new StringBuilder();
    for (String line : dump.split("\n", -1)) {
      Matcher matcher = TITLE.matcher(line);
      if (matcher.matches()) {
        add(entries, title, text);
        title = title(matcher.group(2), matcher.group(3), matcher.group(1));
      } else if (!NO_CONTENT.matcher(line).matches()) {
        text.append(line).append('\n');
      }
    }
    add(entries, title, text);
    return entries;
  }

  /** Rights and comments name the kind of what they are for before its name. */
  private static String title(String type, String inSchema, String name) {
    String schema = inSchema.equals("-") ? "" : inSchema + ".";
    Matcher of = KIND.matcher(name);
    return type.matches("ACL|COMMENT|SECURITY LABEL") && of.matches()
        ? (type + " of " + of.group(1)).toLowerCase(Locale.ROOT) + schema + of.group(2)
        : type.toLowerCase(Locale.ROOT) + " " + schema + name;
  }

  private static void add(Map<String, String> entries, String title, StringBuilder text) {
    if (!title.isEmpty()) { // what stands before the first title are settings of the session
      entries.merge(title, digest(body(text)), (one, other) -> digest(one + other));
    }
    text.setLength(0);
  }

  /** Without the empty comments that stand around it. */
  private static String body(StringBuilder text) {
    String body = text.toString().strip();
    while (body.endsWith("\n--")) {
      body = body.substring(0, body.length() - 3).strip();
    }
    return sorted(body.startsWith("--\n") ? body.substring(3).strip() : body);
  }

  /**
   * A policy's roles stand in an order that means nothing and differs between servers. The columns
   * of a table that inherits come back from a dump in their parents' order.
   */
  private static String sorted(String body) {
    if (body.contains("\n)\nINHERITS (")) {
      return body.lines()
          .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
          .sorted()
          .collect(Collectors.joining("\n"));
    }
    return body.startsWith("CREATE POLICY ")
        ? ROLES
            .matcher(body)
            .replaceFirst(
                found ->
                    Matcher.quoteReplacement(
                        ROLE.matcher(found.group())
                            .results()
                            .map(MatchResult::group)
                            .sorted()
                            .collect(Collectors.joining(", "))))
        : body;
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
