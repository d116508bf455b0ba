package dev.rehome.repository.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * scrypt (RFC 7914) with its lanes beside each other: opening a repository waits for it, and the
 * library does one after the other.
 *
 * @param n how many blocks are kept, a power of two
 * @param r how large a block is, in units of 128 bytes
 * @param p how many lanes there are
 */
record Scrypt(int n, int r, int p) {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** What all lanes at work may take together, unless one alone takes more. */
  private static final long MEMORY = 128L << 20;

  private static final int WORDS = 16;

  /** So many bytes derived from a password. */
  byte[] derive(byte[] password, byte[] salt, int length) {
    byte[] blocks = stretch(password, salt, p * laneBytes());
    int most =
        Math.clamp(
            MEMORY / ((long) n * laneBytes()), 1, Runtime.getRuntime().availableProcessors());
    int threads = Math.min(most, p);
    IntStream.range(0, threads)
        .mapToObj(
            first ->
                CompletableFuture.runAsync(
                    () -> mixEach(blocks, first, threads), Thread.ofPlatform().daemon()::start))
        .toList()
        .forEach(Scrypt::await);
    return stretch(password, blocks, length);
  }

  private int laneBytes() {
    return 128 * r;
  }

  private static void await(CompletableFuture<Void> lanes) {
    try {
      lanes.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) { // there is no memory, for one
        throw error;
      }
      throw e;
    }
  }

  /** Every so-many-th lane, with the same memory. */
  private void mixEach(byte[] blocks, int first, int step) {
    int words = laneBytes() / Integer.BYTES;
    int[] kept = new int[Math.multiplyExact(n, words)];
    int[] block = new int[words];
    for (int lane = first; lane < p; lane += step) {
      int at = lane * laneBytes();
      for (int i = 0; i < words; i++) {
        block[i] = (int) INT.get(blocks, at + Integer.BYTES * i);
      }
      mix(block, kept);
      for (int i = 0; i < words; i++) {
        INT.set(blocks, at + Integer.BYTES * i, block[i]);
      }
    }
  }

  private void mix(int[] block, int[] kept) {
    int words = block.length;
    int[] other = new int[words];
    int[] chain = new int[WORDS];
    for (int i = 0; i < n; i++) {
      System.arraycopy(block, 0, kept, i * words, words);
      shuffle(block, other, chain);
      System.arraycopy(other, 0, block, 0, words);
    }
    for (int i = 0; i < n; i++) {
      int from = (block[words - WORDS] & (n - 1)) * words;
      for (int j = 0; j < words; j++) {
        block[j] ^= kept[from + j];
      }
      shuffle(block, other, chain);
      System.arraycopy(other, 0, block, 0, words);
    }
  }

  /** Each 64 bytes, chained; even ones go to the first half, odd ones to the second. */
  private static void shuffle(int[] block, int[] into, int[] chain) {
    int words = block.length;
    System.arraycopy(block, words - WORDS, chain, 0, WORDS);
    int half = words / 2;
    for (int from = 0, to = 0; from < words; from += 2 * WORDS, to += WORDS) {
      salsa(chain, block, from, into, to);
      salsa(chain, block, from + WORDS, into, half + to);
    }
  }

  /** Salsa20 with eight rounds of the chain's value and the block's, into both. */
  private static void salsa(int[] chain, int[] block, int from, int[] into, int to) {
    int x0 = chain[0] ^= block[from];
    int x1 = chain[1] ^= block[from + 1];
    int x2 = chain[2] ^= block[from + 2];
    int x3 = chain[3] ^= block[from + 3];
    int x4 = chain[4] ^= block[from + 4];
    int x5 = chain[5] ^= block[from + 5];
    int x6 = chain[6] ^= block[from + 6];
    int x7 = chain[7] ^= block[from + 7];
    int x8 = chain[8] ^= block[from + 8];
    int x9 = chain[9] ^= block[from + 9];
    int x10 = chain[10] ^= block[from + 10];
    int x11 = chain[11] ^= block[from + 11];
    int x12 = chain[12] ^= block[from + 12];
    int x13 = chain[13] ^= block[from + 13];
    int x14 = chain[14] ^= block[from + 14];
    int x15 = chain[15] ^= block[from + 15];
    for (int round = 0; round < 8; round += 2) {
      x4 ^= Integer.rotateLeft(x0 + x12, 7);
      x8 ^= Integer.rotateLeft(x4 + x0, 9);
      x12 ^= Integer.rotateLeft(x8 + x4, 13);
      x0 ^= Integer.rotateLeft(x12 + x8, 18);
      x9 ^= Integer.rotateLeft(x5 + x1, 7);
      x13 ^= Integer.rotateLeft(x9 + x5, 9);
      x1 ^= Integer.rotateLeft(x13 + x9, 13);
      x5 ^= Integer.rotateLeft(x1 + x13, 18);
      x14 ^= Integer.rotateLeft(x10 + x6, 7);
      x2 ^= Integer.rotateLeft(x14 + x10, 9);
      x6 ^= Integer.rotateLeft(x2 + x14, 13);
      x10 ^= Integer.rotateLeft(x6 + x2, 18);
      x3 ^= Integer.rotateLeft(x15 + x11, 7);
      x7 ^= Integer.rotateLeft(x3 + x15, 9);
      x11 ^= Integer.rotateLeft(x7 + x3, 13);
      x15 ^= Integer.rotateLeft(x11 + x7, 18);
      x1 ^= Integer.rotateLeft(x0 + x3, 7);
      x2 ^= Integer.rotateLeft(x1 + x0, 9);
      x3 ^= Integer.rotateLeft(x2 + x1, 13);
      x0 ^= Integer.rotateLeft(x3 + x2, 18);
      x6 ^= Integer.rotateLeft(x5 + x4, 7);
      x7 ^= Integer.rotateLeft(x6 + x5, 9);
      x4 ^= Integer.rotateLeft(x7 + x6, 13);
      x5 ^= Integer.rotateLeft(x4 + x7, 18);
      x11 ^= Integer.rotateLeft(x10 + x9, 7);
      x8 ^= Integer.rotateLeft(x11 + x10, 9);
      x9 ^= Integer.rotateLeft(x8 + x11, 13);
      x10 ^= Integer.rotateLeft(x9 + x8, 18);
      x12 ^= Integer.rotateLeft(x15 + x14, 7);
      x13 ^= Integer.rotateLeft(x12 + x15, 9);
      x14 ^= Integer.rotateLeft(x13 + x12, 13);
      x15 ^= Integer.rotateLeft(x14 + x13, 18);
    }
    into[to] = chain[0] += x0;
    into[to + 1] = chain[1] += x1;
    into[to + 2] = chain[2] += x2;
    into[to + 3] = chain[3] += x3;
    into[to + 4] = chain[4] += x4;
    into[to + 5] = chain[5] += x5;
    into[to + 6] = chain[6] += x6;
    into[to + 7] = chain[7] += x7;
    into[to + 8] = chain[8] += x8;
    into[to + 9] = chain[9] += x9;
    into[to + 10] = chain[10] += x10;
    into[to + 11] = chain[11] += x11;
    into[to + 12] = chain[12] += x12;
    into[to + 13] = chain[13] += x13;
    into[to + 14] = chain[14] += x14;
    into[to + 15] = chain[15] += x15;
  }

  /** PBKDF2 (RFC 8018) with HMAC-SHA-256 and one round. */
  private static byte[] stretch(byte[] password, byte[] salt, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacSHA256"));
      ByteBuffer out = ByteBuffer.allocate(length + mac.getMacLength());
      for (int i = 1; out.position() < length; i++) {
        mac.update(salt);
        out.put(mac.doFinal(ByteBuffer.allocate(Integer.BYTES).putInt(i).array()));
      }
      return Arrays.copyOf(out.array(), length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
