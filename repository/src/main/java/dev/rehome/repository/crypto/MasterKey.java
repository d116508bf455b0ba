package dev.rehome.repository.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that seals and opens bytes: 32 bytes for AES-256-CTR, and 16 and 16 bytes ({@code k} and
 * {@code r}) for Poly1305-AES. A sealed message is {@code IV || CIPHERTEXT || MAC}, 32 bytes longer
 * than what it holds.
 */
public final class MasterKey {
  /** How much longer a sealed message is than its plain text, in bytes. */
  public static final int OVERHEAD = 32;

  private static final int NONCE = 16;
  private static final int MAC = 16;

  /**
   * The JDK's counter mode is fast once it is compiled, which takes thousands of calls: with large
   * slices from the beginning, 400 MB would be encrypted slowly before.
   */
  private static final int SMALL_SLICE = 4 * 1024;

  private static final int SLICE = 64 * 1024;
  private static final int SMALL_SLICES = 4000;

  private final byte[] encrypt;
  private final byte[] macK;
  private final byte[] macR;
  private final ThreadLocal<Ciphers> ciphers = ThreadLocal.withInitial(Ciphers::new);

  public MasterKey(byte[] encrypt, byte[] macK, byte[] macR) {
    if (encrypt.length != 32 || macK.length != 16 || macR.length != 16) {
      throw new IllegalArgumentException("a key is 32, 16 and 16 bytes long");
    }
    this.encrypt = encrypt.clone();
    this.macK = macK.clone();
    this.macR = macR.clone();
  }

  public static MasterKey random() {
    return of(Randomness.bytes(64));
  }

  /**
   * A key from the 64 bytes that scrypt derives, in restic's order: encryption, {@code k}, {@code
   * r}.
   */
  public static MasterKey of(byte[] bytes) {
    return new MasterKey(
        Arrays.copyOfRange(bytes, 0, 32),
        Arrays.copyOfRange(bytes, 32, 48),
        Arrays.copyOfRange(bytes, 48, 64));
  }

  /** The same 64 bytes. */
  public byte[] bytes() {
    return java.nio.ByteBuffer.allocate(64).put(encrypt).put(macK).put(macR).array();
  }

  public byte[] encrypt() {
    return encrypt.clone();
  }

  public byte[] macK() {
    return macK.clone();
  }

  public byte[] macR() {
    return macR.clone();
  }

  public byte[] seal(byte[] plain) {
    return seal(plain, plain.length);
  }

  /** Seals the first {@code length} bytes. */
  public byte[] seal(byte[] plain, int length) {
    byte[] sealed = new byte[length + OVERHEAD];
    seal(plain, length, sealed);
    return sealed;
  }

  /** The same, into room for {@link #OVERHEAD} bytes more than that. */
  public void seal(byte[] plain, int length, byte[] sealed) {
    byte[] nonce = Randomness.few(NONCE);
    System.arraycopy(nonce, 0, sealed, 0, NONCE);
    Ciphers mine = ciphers.get();
    mine.crypt(nonce, plain, 0, length, sealed, NONCE);
    byte[] code = mine.code(nonce, sealed, NONCE, length);
    System.arraycopy(code, 0, sealed, NONCE + length, MAC);
  }

  public byte[] open(byte[] sealed) throws SealException {
    return open(sealed, 0, sealed.length);
  }

  /** Opens one message; nothing is decrypted before its MAC is seen to be right. */
  public byte[] open(byte[] sealed, int offset, int length) throws SealException {
    byte[] plain = new byte[Math.max(0, length - OVERHEAD)];
    open(sealed, offset, length, plain);
    return plain;
  }

  /** The same, into room for what it holds, {@link #OVERHEAD} bytes less than it has. */
  public void open(byte[] sealed, int offset, int length, byte[] into) throws SealException {
    if (length < OVERHEAD) {
      throw new SealException("it is " + length + " bytes long and cannot be a sealed message");
    }
    int inner = length - OVERHEAD;
    byte[] nonce = Arrays.copyOfRange(sealed, offset, offset + NONCE);
    Ciphers mine = ciphers.get();
    byte[] expected = mine.code(nonce, sealed, offset + NONCE, inner);
    byte[] found = Arrays.copyOfRange(sealed, offset + NONCE + inner, offset + length);
    if (!MessageDigest.isEqual(expected, found)) {
      throw new SealException("its authentication code is wrong");
    }
    mine.crypt(nonce, sealed, offset + NONCE, inner, into, 0);
  }

  /** One thread's: to set them up anew for each blob costs more than to encrypt a small one. */
  private final class Ciphers {
    private final Cipher stream;
    private final Cipher block;
    private final SecretKeySpec key = new SecretKeySpec(encrypt, "AES");
    private int slices;

    Ciphers() {
      try {
        stream = Cipher.getInstance("AES/CTR/NoPadding");
        block = Cipher.getInstance("AES/ECB/NoPadding");
        block.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(macK, "AES"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java runtime has no AES", e);
      }
    }

    void crypt(byte[] nonce, byte[] from, int at, int length, byte[] to, int toAt) {
      try {
        stream.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce));
        for (int done = 0; done < length; ) {
          int slice = Math.min(slices < SMALL_SLICES ? SMALL_SLICE : SLICE, length - done);
          slices++;
          stream.update(from, at + done, slice, to, toAt + done);
          done += slice;
        }
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java runtime has no AES/CTR", e);
      }
    }

    byte[] code(byte[] nonce, byte[] message, int at, int length) {
      try {
        return Poly1305.of(macR, block.doFinal(nonce), message, at, length);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java runtime has no AES", e);
      }
    }
  }

  /**
   * A fingerprint of bytes, as 64 hexadecimal digits (HMAC-SHA256 with a key derived from this
   * one): without the key it can neither be made nor guessed from.
   */
  public String fingerprint(byte[] bytes) {
    byte[] purpose = "rehome fingerprint".getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(hmac(hmac(encrypt, purpose), bytes));
  }

  private static byte[] hmac(byte[] key, byte[] bytes) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(key, "HmacSHA256"));
      return hmac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no HMAC", e);
    }
  }
}
