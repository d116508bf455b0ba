package dev.rehome.repository.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** The one source of unpredictable bytes. */
public final class Randomness {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Asked for one at a time, small numbers would cost more than what they are for. */
  private static final int SUPPLY = 4096;

  private static final ThreadLocal<ByteBuffer> LEFT =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(SUPPLY).limit(0));

  private Randomness() {}

  /** A few bytes that nobody can foretell, each used once. */
  static byte[] few(int count) {
    ByteBuffer left = LEFT.get();
    if (left.remaining() < count) {
      left.clear().put(bytes(SUPPLY)).flip();
    }
    byte[] bytes = new byte[count];
    left.get(bytes);
    return bytes;
  }

  public static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
