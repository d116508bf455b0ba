package dev.rehome.repository.format;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256: the name of a blob, a tree, or a file of the repository. Kept as four longs, since
 * there are many.
 */
public record Id(long a, long b, long c, long d) implements Comparable<Id> {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Id::digest);

  /** The 32 bytes at the buffer's position, which moves past them. */
  public static Id from(ByteBuffer bytes) {
    return new Id(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  public static Id parse(String hex) throws FormatException {
    if (hex.length() != 2 * LENGTH) {
      throw new FormatException(
          "an id has 64 hexadecimal digits, this has " + hex.length() + " characters");
    }
    try {
      return ofName(hex);
    } catch (IllegalArgumentException e) {
      throw new FormatException("an id has 64 hexadecimal digits, this has other characters", e);
    }
  }

  /** For names that a backend has listed and so are known to be 64 hexadecimal digits. */
  public static Id ofName(String hex) {
    return new Id(quarter(hex, 0), quarter(hex, 1), quarter(hex, 2), quarter(hex, 3));
  }

  private static long quarter(String hex, int which) {
    return HexFormat.fromHexDigitsToLong(hex, 16 * which, 16 * which + 16);
  }

  public static Id hash(byte[] bytes) {
    return hash(bytes, bytes.length);
  }

  /** The hash of the first {@code length} bytes. */
  public static Id hash(byte[] bytes, int length) {
    MessageDigest digest = DIGEST.get();
    digest.update(bytes, 0, length);
    return from(ByteBuffer.wrap(digest.digest()));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  public void to(ByteBuffer bytes) {
    bytes.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  public String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
  }

  /** The first eight digits, as people see them. */
  public String brief() {
    return hex().substring(0, 8);
  }

  @Override
  public int compareTo(Id other) {
    int byA = Long.compareUnsigned(a, other.a);
    int byB = byA != 0 ? byA : Long.compareUnsigned(b, other.b);
    int byC = byB != 0 ? byB : Long.compareUnsigned(c, other.c);
    return byC != 0 ? byC : Long.compareUnsigned(d, other.d);
  }

  @Override
  public int hashCode() {
    return (int) (a >>> 32); // it is a hash already
  }

  @Override
  public String toString() {
    return hex();
  }
}
