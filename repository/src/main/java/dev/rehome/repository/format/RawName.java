package dev.rehome.repository.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file's name (or a link's target) as the bytes that the file system holds, which need not be
 * UTF-8. Ordered by unsigned bytes, which is the order of names in a tree; the order of Java
 * strings differs from it.
 */
public final class RawName implements Comparable<RawName> {
  /** Given to {@link RuneConsumer} in place of a code point for a byte that is not part of one. */
  static final int NO_RUNE = -1;

  private final byte[] bytes;

  private RawName(byte[] bytes) {
    this.bytes = bytes;
  }

  public static RawName of(byte[] bytes) {
    return new RawName(bytes.clone());
  }

  public static RawName of(String utf8) {
    return new RawName(utf8.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether this can name something in a folder: not empty, no dots, no slash, no zero byte. */
  public boolean isFileName() {
    boolean dots = true;
    for (byte b : bytes) {
      if (b == '/' || b == 0) {
        return false;
      }
      dots &= b == '.';
    }
    return bytes.length > 2 || !dots;
  }

  /** Nearly every name: printable ASCII that nothing has to be escaped in. */
  private boolean isPlain() {
    for (byte b : bytes) {
      if (b < ' ' || b > '~' || b == '"' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private String plain() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  interface RuneConsumer {
    /** A code point, or {@link #NO_RUNE} and the byte that belongs to none. */
    void accept(int rune, byte invalid);
  }

  /** Takes the bytes apart as Go does: each byte that is not part of valid UTF-8 stands alone. */
  void forEachRune(RuneConsumer consumer) {
    for (int i = 0; i < bytes.length; ) {
      int length = runeLength(i);
      if (length == 0) {
        consumer.accept(NO_RUNE, bytes[i++]);
      } else {
        consumer.accept(
            new String(bytes, i, length, StandardCharsets.UTF_8).codePointAt(0), (byte) 0);
        i += length;
      }
    }
  }

  /** The length of the code point at the index, or 0 if none begins there. */
  private int runeLength(int at) {
    int lead = bytes[at] & 0xff;
    int length =
        lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (at + length > bytes.length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = length > 2 ? bytes[at + 1] & 0xff : 0;
    boolean overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    boolean outside =
        (lead == 0xed && second >= 0xa0)
            || (lead == 0xf4 && second >= 0x90); // surrogates, too large
    return overlong || outside ? 0 : length;
  }

  public boolean isUtf8() {
    if (isPlain()) {
      return true;
    }
    boolean[] valid = {true};
    forEachRune((rune, invalid) -> valid[0] &= rune != NO_RUNE);
    return valid[0];
  }

  /**
   * As Go's {@code strconv.Quote} writes it, without the quotes around: how names stand in trees.
   */
  public String quoted() {
    if (isPlain()) {
      return plain();
    }
    var out = new StringBuilder(bytes.length + 8);
    forEachRune(
        (rune, invalid) -> {
          if (rune == '"' || rune == '\\') {
            out.append('\\').append((char) rune);
          } else {
            printable(rune, invalid, out);
          }
        });
    return out.toString();
  }

  private static void printable(int rune, byte invalid, StringBuilder out) {
    HexFormat hex = HexFormat.of();
    switch (rune) {
      case NO_RUNE -> out.append("\\x").append(hex.toHexDigits(invalid));
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (isPrintable(rune)) {
          out.appendCodePoint(rune);
        } else if (rune < 0x80) {
          out.append("\\x").append(hex.toHexDigits((byte) rune));
        } else if (rune < 0x10000) {
          out.append("\\u").append(hex.toHexDigits((char) rune));
        } else {
          out.append("\\U").append(hex.toHexDigits(rune));
        }
      }
    }
  }

  /**
   * Go's notion: letters, marks, numbers, punctuation, symbols, and of the spaces only the ASCII
   * one.
   */
  private static boolean isPrintable(int rune) {
    return switch (Character.getType(rune)) {
      case Character.UNASSIGNED,
          Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> rune == ' ';
      default -> true;
    };
  }

  /** The inverse of {@link #quoted}. */
  public static RawName ofQuoted(String quoted) throws FormatException {
    if (quoted.indexOf('\\') < 0) {
      return of(quoted);
    }
    var out = new ByteArrayOutputStream(quoted.length());
    for (int i = 0; i < quoted.length(); ) {
      int rune = quoted.codePointAt(i);
      i += Character.charCount(rune);
      if (rune != '\\') {
        out.writeBytes(Character.toString(rune).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      if (i == quoted.length()) {
        throw new FormatException("a name ends in the middle of an escape");
      }
      i = unescape(quoted, i, out);
    }
    return new RawName(out.toByteArray());
  }

  private static int unescape(String quoted, int at, ByteArrayOutputStream out)
      throws FormatException {
    char kind = quoted.charAt(at);
    int digits =
        switch (kind) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> 0;
        };
    if (digits == 0) {
      int index = "abfnrtv\\\"'".indexOf(kind);
      if (index < 0) {
        throw new FormatException("a name holds an unknown escape");
      }
      out.write("\u0007\b\f\n\r\t\u000b\\\"'".charAt(index));
      return at + 1;
    }
    try {
      int value = (int) HexFormat.fromHexDigitsToLong(quoted, at + 1, at + 1 + digits);
      out.writeBytes(
          kind == 'x'
              ? new byte[] {(byte) value}
              : Character.toString(value).getBytes(StandardCharsets.UTF_8));
      return at + 1 + digits;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new FormatException("a name holds a broken escape", e);
    }
  }

  @Override
  public int compareTo(RawName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawName that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For people: what cannot be printed is escaped, quotes and backslashes are not. */
  @Override
  public String toString() {
    if (isPlain()) {
      return plain();
    }
    var out = new StringBuilder(bytes.length);
    forEachRune((rune, invalid) -> printable(rune, invalid, out));
    return out.toString();
  }
}
