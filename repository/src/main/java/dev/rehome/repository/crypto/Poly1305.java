package dev.rehome.repository.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Poly1305 (RFC 8439, section 2.5) on limbs of 44, 44 and 42 bits. With what is multiplied shifted
 * left by 20 bits together, the upper word of a product begins at its 44th bit, so that no carry
 * has to be looked for before the products are summed up.
 */
final class Poly1305 {
  static final int LENGTH = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** So that the loop is compiled after some calls, however long the first message is. */
  private static final int SLICE = 16 * 1024;

  private static final int BITS = 44;
  private static final int TOP_BITS = 42;
  private static final long MASK = (1L << BITS) - 1;
  private static final long TOP_MASK = (1L << TOP_BITS) - 1;
  private static final int LEFT = 5; // of the 20 bits, as many as leave 64 for the rest of 49 bits
  private static final int RIGHT = 15;

  private final long r0;
  private final long r1;
  private final long r2;
  private final long s0;
  private final long s1;
  private long h0;
  private long h1;
  private long h2;

  /** Sixteen bytes of {@code r}, of which some bits do not count, and sixteen that are added. */
  private Poly1305(byte[] r, byte[] s) {
    long low = (long) LONG.get(r, 0) & 0x0ffffffc0fffffffL;
    long high = (long) LONG.get(r, 8) & 0x0ffffffc0ffffffcL;
    r0 = first(low);
    r1 = second(low, high);
    r2 = third(high);
    s0 = (long) LONG.get(s, 0);
    s1 = (long) LONG.get(s, 8);
  }

  private static long first(long low) {
    return low & MASK;
  }

  private static long second(long low, long high) {
    return (low >>> BITS | high << (Long.SIZE - BITS)) & MASK;
  }

  private static long third(long high) {
    return high >>> (2 * BITS - Long.SIZE);
  }

  /** The authentication code of a message, under a key that is used for nothing else. */
  static byte[] of(byte[] r, byte[] s, byte[] message, int at, int length) {
    var poly = new Poly1305(r, s);
    int whole = length & -LENGTH;
    for (int done = 0; done < whole; done += SLICE) {
      poly.blocks(message, at + done, Math.min(SLICE, whole - done), 1);
    }
    if (whole < length) {
      byte[] last = new byte[LENGTH];
      System.arraycopy(message, at + whole, last, 0, length - whole);
      last[length - whole] = 1;
      poly.blocks(last, 0, LENGTH, 0);
    }
    return poly.finish();
  }

  /**
   * Adds each block to the sum, and multiplies that by r, modulo 2^130 - 5. The second and third
   * limb are reduced after each, the first one is below 2^53.
   *
   * @param top what stands above each block's 128 bits
   */
  private void blocks(byte[] message, int from, int length, long top) {
    long a0 = h0;
    long a1 = h1;
    long a2 = h2;
    long above = top << (2 * Long.SIZE - 2 * BITS);
    long t1 = 20 * r1; // 2^132 is 4 * 5
    long t2 = 20 * r2;
    long r0Shifted = r0 << RIGHT;
    long r1Shifted = r1 << RIGHT;
    long r2Shifted = r2 << RIGHT;
    long t1Shifted = t1 << RIGHT;
    long t2Shifted = t2 << RIGHT;
    for (int at = from; at < from + length; at += LENGTH) {
      long low = (long) LONG.get(message, at);
      long high = (long) LONG.get(message, at + 8);
      a0 += first(low);
      a1 += second(low, high);
      a2 += third(high) + above;

      long a0Shifted = a0 << LEFT;
      long a1Shifted = a1 << LEFT;
      long a2Shifted = a2 << LEFT;
      long d0 = (a0 * r0 & MASK) + (a1 * t2 & MASK) + (a2 * t1 & MASK);
      long e0 =
          Math.unsignedMultiplyHigh(a0Shifted, r0Shifted)
              + Math.unsignedMultiplyHigh(a1Shifted, t2Shifted)
              + Math.unsignedMultiplyHigh(a2Shifted, t1Shifted);
      long d1 = (a0 * r1 & MASK) + (a1 * r0 & MASK) + (a2 * t2 & MASK);
      long e1 =
          Math.unsignedMultiplyHigh(a0Shifted, r1Shifted)
              + Math.unsignedMultiplyHigh(a1Shifted, r0Shifted)
              + Math.unsignedMultiplyHigh(a2Shifted, t2Shifted);
      long d2 = (a0 * r2 & MASK) + (a1 * r1 & MASK) + (a2 * r0 & MASK);
      long e2 =
          Math.unsignedMultiplyHigh(a0Shifted, r2Shifted)
              + Math.unsignedMultiplyHigh(a1Shifted, r1Shifted)
              + Math.unsignedMultiplyHigh(a2Shifted, r0Shifted);

      d1 += e0 + (d0 >>> BITS);
      d2 += e1 + (d1 >>> BITS);
      a0 = (d0 & MASK) + 5 * (d2 >>> TOP_BITS) + 20 * e2;
      a1 = d1 & MASK;
      a2 = d2 & TOP_MASK;
    }
    h0 = a0;
    h1 = a1;
    h2 = a2;
  }

  private byte[] finish() {
    carry();
    carry(); // the first one may have carried over from the third limb to the first
    long g0 = h0 + 5;
    long g1 = h1 + (g0 >>> BITS);
    long g2 = h2 + (g1 >>> BITS);
    boolean reduced = g2 >>> TOP_BITS == 0;
    long a0 = reduced ? h0 : g0 & MASK;
    long a1 = reduced ? h1 : g1 & MASK;
    long a2 = reduced ? h2 : g2 & TOP_MASK;
    long low = a0 | a1 << BITS;
    long high = a1 >>> (Long.SIZE - BITS) | a2 << (2 * BITS - Long.SIZE);
    low += s0;
    high += s1 + (Long.compareUnsigned(low, s0) < 0 ? 1 : 0);
    byte[] code = new byte[LENGTH];
    LONG.set(code, 0, low);
    LONG.set(code, 8, high);
    return code;
  }

  private void carry() {
    h1 += h0 >>> BITS;
    h0 &= MASK;
    h2 += h1 >>> BITS;
    h1 &= MASK;
    h0 += 5 * (h2 >>> TOP_BITS);
    h2 &= TOP_MASK;
  }
}
