package dev.rehome.repository.format;

import dev.rehome.repository.crypto.Randomness;
import java.nio.ByteBuffer;

/**
 * Polynomials over GF(2), a bit per coefficient: only what it takes to make a random irreducible
 * one of degree 53, because restic refuses a repository whose configuration has another.
 */
final class Polynomial {
  static final int DEGREE = 53;

  private Polynomial() {}

  static long randomIrreducible() {
    while (true) {
      long random = ByteBuffer.wrap(Randomness.bytes(8)).getLong();
      long candidate = (random & ((1L << DEGREE) - 1)) | (1L << DEGREE) | 1;
      if (isIrreducible(candidate)) {
        return candidate;
      }
    }
  }

  /**
   * Rabin's test; 53 is prime, so besides x^(2^53) = x only the common divisor with x^2 - x is to
   * be looked at.
   */
  static boolean isIrreducible(long f) {
    return greatestCommonDivisor(f, 0b110) == 1 && powerOfTwoPower(DEGREE, f) == 0b10;
  }

  /** x^(2^n) modulo f. */
  private static long powerOfTwoPower(int n, long f) {
    long result = 0b10;
    for (int i = 0; i < n; i++) {
      result = multiply(result, result, f);
    }
    return result;
  }

  private static long multiply(long a, long b, long f) {
    long result = 0;
    for (int bit = DEGREE - 1; bit >= 0; bit--) {
      result <<= 1;
      if ((result >>> DEGREE) != 0) {
        result ^= f;
      }
      if ((b >>> bit & 1) != 0) {
        result ^= a;
      }
    }
    return result;
  }

  private static long greatestCommonDivisor(long a, long b) {
    while (b != 0) {
      long rest = a;
      while (rest != 0 && degree(rest) >= degree(b)) {
        rest ^= b << (degree(rest) - degree(b));
      }
      a = b;
      b = rest;
    }
    return a;
  }

  private static int degree(long f) {
    return 63 - Long.numberOfLeadingZeros(f);
  }
}
