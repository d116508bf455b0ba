package dev.rehome.repository.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Poly1305 (RFC 8439, section 2.5) on two 64-bit limbs and a few bits above them: the processor
 * multiplies 64 bits at a time, which is twice as fast as the libraries' limbs of 26 bits.
 */
final class Poly1305 {
  static final int LENGTH = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** So that the loop is compiled after some calls, however long the first message is. */
  private static final int SLICE = 16 * 1024;

  private final long r0;
  private final long r1;
  private final long s0;
  private final long s1;
  private long h0;
  private long h1;
  private long h2;

  /** Sixteen bytes of {@code r}, of which some bits do not count, and sixteen that are added. */
  private Poly1305(byte[] r, byte[] s) {
    r0 = (long) LONG.get(r, 0) & 0x0ffffffc0fffffffL;
    r1 = (long) LONG.get(r, 8) & 0x0ffffffc0ffffffcL;
    s0 = (long) LONG.get(s, 0);
    s1 = (long) LONG.get(s, 8);
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
   * Adds each block to the sum, and multiplies that by r, modulo 2^130 - 5 and not quite reduced.
   *
   * @param top what stands above each block's 128 bits
   */
  private void blocks(byte[] message, int from, int length, int top) {
    long a0 = h0;
    long a1 = h1;
    long a2 = h2;
    long fifths = r1 + (r1 >>> 2); // 2^128 * r1 is 5/4 of it; the last two bits of r1 are zero
    for (int at = from; at < from + length; at += LENGTH) {
      long m0 = (long) LONG.get(message, at);
      long m1 = (long) LONG.get(message, at + 8);
      a0 += m0;
      long carry = less(a0, m0);
      a1 += m1;
      long above = less(a1, m1);
      a1 += carry;
      a2 += above + less(a1, carry) + top;

      long low = a0 * r0;
      long lowMore = a1 * fifths;
      long d0 = low + lowMore;
      long d1 =
          Math.unsignedMultiplyHigh(a0, r0) + Math.unsignedMultiplyHigh(a1, fifths) + less(d0, low);
      long middle = a0 * r1;
      long middleMore = a1 * r0;
      long e0 = middle + middleMore;
      long e1 =
          Math.unsignedMultiplyHigh(a0, r1) + Math.unsignedMultiplyHigh(a1, r0) + less(e0, middle);
      long small = a2 * fifths;
      e0 += small;
      e1 += less(e0, small);
      e0 += d1;
      e1 += less(e0, d1);

      long high = a2 * r0 + e1;
      long over = (high >>> 2) + (high & ~3L); // five times what is above 130 bits
      a0 = d0 + over;
      long up = less(a0, over);
      a1 = e0 + up;
      a2 = (high & 3) + less(a1, up);
    }
    h0 = a0;
    h1 = a1;
    h2 = a2;
  }

  private static long less(long one, long other) {
    return Long.compareUnsigned(one, other) < 0 ? 1 : 0;
  }

  private byte[] finish() {
    long g0 = h0 + 5;
    long carry = less(g0, 5);
    long g1 = h1 + carry;
    long g2 = h2 + less(g1, carry);
    boolean reduced = g2 < 4;
    long a0 = (reduced ? h0 : g0) + s0;
    long a1 = (reduced ? h1 : g1) + s1 + less(a0, s0);
    byte[] code = new byte[LENGTH];
    LONG.set(code, 0, a0);
    LONG.set(code, 8, a1);
    return code;
  }
}
