package dev.rehome.repository.crypto;

/**
 * How a key file turns a password into a key: scrypt with these parameters (powers and counts as in
 * RFC 7914) and this salt.
 */
public record PasswordHash(int n, int r, int p, byte[] salt) {
  private static final int SALT = 64;
  private static final long MOST_MEMORY = 1L << 30;
  private static final long AIM = 500_000_000; // nanoseconds; what restic aims at

  public PasswordHash {
    boolean power = n > 1 && Integer.bitCount(n) == 1;
    if (!power
        || r < 1
        || p < 1
        || (long) r * p >= 1 << 30
        || 128L * r * n > MOST_MEMORY
        || salt.length == 0) {
      throw new IllegalArgumentException(
          "scrypt cannot work with N=" + n + ", r=" + r + ", p=" + p);
    }
    salt = salt.clone();
  }

  @Override
  public byte[] salt() {
    return salt.clone();
  }

  /** Given parameters and a fresh salt. */
  public static PasswordHash of(int n, int r, int p) {
    return new PasswordHash(n, r, p, Randomness.bytes(SALT));
  }

  /**
   * As restic calibrates: 32 MiB of memory, and as many rounds as take about half a second on this
   * machine.
   */
  public static PasswordHash calibrated() {
    return of(32768, 8, Calibration.ROUNDS);
  }

  /** Measured once, when it is first needed. */
  private static final class Calibration {
    static final int ROUNDS = rounds();

    private static int rounds() {
      var one = of(32768, 8, 1);
      one.derive(new byte[] {1}); // the first is slow until the JVM has compiled it
      long start = System.nanoTime();
      one.derive(new byte[] {1});
      return Math.clamp(AIM / Math.max(1, System.nanoTime() - start), 1, 16);
    }
  }

  /** The key that belongs to the password's UTF-8 bytes. */
  public MasterKey derive(byte[] password) {
    return MasterKey.of(new Scrypt(n, r, p).derive(password, salt, 64));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash that
        && n == that.n
        && r == that.r
        && p == that.p
        && java.util.Arrays.equals(salt, that.salt);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "scrypt N=" + n + " r=" + r + " p=" + p;
  }
}
