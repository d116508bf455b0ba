package dev.rehome.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** Our own primitives against BouncyCastle's. */
class PrimitivesTest {
  private static final Random RANDOM = new Random(7);

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static void same(byte[] r, byte[] s, byte[] message, int at, int length) {
    var theirs = new org.bouncycastle.crypto.macs.Poly1305();
    byte[] key = Arrays.copyOf(r, 32);
    System.arraycopy(s, 0, key, 16, 16);
    theirs.init(new KeyParameter(key));
    theirs.update(message, at, length);
    byte[] code = new byte[16];
    theirs.doFinal(code, 0);
    assertThat(Poly1305.of(r, s, message, at, length)).as("%s bytes", length).isEqualTo(code);
  }

  @Test
  void scryptWhoseLanesFailGivesNoKey() { // for want of memory, for one: here an array that cannot
    // be
    var larger = new Scrypt(1 << 23, 8, 2);
    assertThatThrownBy(() -> larger.derive(new byte[1], new byte[1], 64))
        .hasRootCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void poly1305OfRandomMessages() {
    for (int i = 0; i < 3000; i++) {
      int length = i < 300 ? i : RANDOM.nextInt(70_000);
      int at = RANDOM.nextInt(20);
      same(random(16), random(16), random(at + length + 3), at, length);
    }
  }

  /** Sums that carry through every limb, and that end at or just beside 2^130 - 5. */
  @Test
  void poly1305AtItsEdges() {
    byte[][] extremes = {filled(16, 0), filled(16, 0xff), filled(16, 0x80), one(1), one(2), one(5)};
    for (byte[] r : extremes) {
      for (byte[] s : extremes) {
        for (int blocks = 1; blocks < 6; blocks++) {
          for (int value : new int[] {0, 1, 0x7f, 0xfa, 0xfb, 0xfe, 0xff}) {
            byte[] message = filled(16 * blocks, 0xff);
            message[0] = (byte) value;
            same(r, s, message, 0, message.length);
            same(r, s, message, 0, message.length - 1);
          }
        }
      }
    }
  }

  private static byte[] one(int value) {
    byte[] bytes = new byte[16];
    bytes[0] = (byte) value;
    return bytes;
  }

  @Test
  void scryptOfAnyParameters() {
    int[][] all = {{2, 1, 1}, {2, 1, 7}, {16, 8, 3}, {1024, 8, 16}, {64, 3, 5}, {4096, 1, 2}};
    for (int[] each : all) {
      for (int length : new int[] {0, 1, 63, 64, 65, 200}) {
        byte[] password = random(length);
        byte[] salt = random(1 + RANDOM.nextInt(80));
        assertThat(new Scrypt(each[0], each[1], each[2]).derive(password, salt, 64))
            .isEqualTo(SCrypt.generate(password, salt, each[0], each[1], each[2], 64));
      }
    }
  }
}
