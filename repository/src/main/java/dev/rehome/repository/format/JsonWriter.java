package dev.rehome.repository.format;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Writes JSON as Go's encoder does: fields in the order given, no spaces, and its choice of escapes
 * ({@code <}, {@code >}, {@code &}, U+2028 and U+2029 are escaped, the slash is not).
 */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder(256);
  private boolean first = true;

  JsonWriter open(char bracket) {
    separate();
    out.append(bracket);
    first = true;
    return this;
  }

  JsonWriter close(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  JsonWriter field(String name) {
    separate();
    string(name);
    out.append(':');
    first = true;
    return this;
  }

  JsonWriter field(String name, String value) {
    return field(name).value(value);
  }

  JsonWriter field(String name, boolean value) {
    return field(name).raw(Boolean.toString(value));
  }

  /** The value is taken as unsigned, as all numbers of the format are. */
  JsonWriter field(String name, long value) {
    return field(name).raw(Long.toUnsignedString(value));
  }

  JsonWriter field(String name, byte[] value) {
    return field(name, Base64.getEncoder().encodeToString(value));
  }

  /** A field that Go leaves out when it is empty. */
  JsonWriter fieldUnlessEmpty(String name, String value) {
    return value.isEmpty() ? this : field(name, value);
  }

  /** A field that Go leaves out when it is zero. */
  JsonWriter fieldUnlessZero(String name, long value) {
    return value == 0 ? this : field(name, value);
  }

  JsonWriter fieldUnlessEmpty(String name, Iterable<String> values) {
    return values.iterator().hasNext() ? field(name, values) : this;
  }

  JsonWriter field(String name, Iterable<String> values) {
    field(name).open('[');
    values.forEach(this::value);
    return close(']');
  }

  JsonWriter value(String value) {
    separate();
    string(value);
    first = false;
    return this;
  }

  JsonWriter raw(String json) {
    separate();
    out.append(json);
    first = false;
    return this;
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  private void string(String value) {
    out.append('"');
    characters(value);
    out.append('"');
  }

  private void characters(String value) {
    int plain = 0;
    while (plain < value.length() && isPlain(value.charAt(plain))) {
      plain++;
    }
    out.append(value, 0, plain);
    for (int i = plain; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
        default -> {
          if (c < 0x20) {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
  }

  /** Bytes as a string; each that is not UTF-8 becomes an escaped replacement character. */
  JsonWriter field(String name, RawName bytes) {
    field(name);
    out.append('"');
    bytes.forEachRune(
        (rune, invalid) -> {
          if (rune == RawName.NO_RUNE) {
            out.append("\\ufffd");
          } else {
            characters(Character.toString(rune));
          }
        });
    out.append('"');
    first = false;
    return this;
  }

  private void escape(char c) {
    out.append("\\u").append(HexFormat.of().toHexDigits(c));
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
