package dev.rehome.repository.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Cuts contents where the contents themselves say so, so that an insertion moves few borders: a
 * Gear hash (Xia et al., FastCDC, USENIX ATC 2016) over the last 64 bytes, whose table comes from
 * the repository's secret polynomial. Sizes are restic's: 512 KiB to 8 MiB, a border about every
 * mebibyte after the minimum.
 */
public final class Chunker {
  public static final int SMALLEST = 512 * 1024;
  public static final int LARGEST = 8 * 1024 * 1024;

  private static final int BORDER_BITS = 20;

  private final long[] gear = new long[256];

  public Chunker(long polynomial) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < gear.length; i++) {
        digest.update("rehome gear".getBytes(StandardCharsets.US_ASCII));
        digest.update(ByteBuffer.allocate(12).putLong(polynomial).putInt(i).flip());
        gear[i] = ByteBuffer.wrap(digest.digest()).getLong();
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  /**
   * The length of the piece that begins at {@code from}. The bytes up to {@code to} must be all
   * that there are, or at least {@link #LARGEST}.
   */
  public int cut(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + LARGEST);
    if (end - from <= SMALLEST) {
      return end - from;
    }
    long hash = 0;
    for (int i = from + SMALLEST - 64; i < from + SMALLEST; i++) {
      hash = (hash << 1) + gear[bytes[i] & 0xff];
    }
    for (int i = from + SMALLEST; i < end; i++) {
      if (hash >>> (64 - BORDER_BITS) == 0) {
        return i - from;
      }
      hash = (hash << 1) + gear[bytes[i] & 0xff];
    }
    return end - from;
  }
}
