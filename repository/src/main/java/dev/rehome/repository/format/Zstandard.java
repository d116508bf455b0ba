package dev.rehome.repository.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/** zstd frames without checksum, as restic's format version 2 uses them. */
public final class Zstandard {
  private static final int LEVEL = 2;
  private static final long LARGEST = 1L << 30;

  // Making a context costs more than compressing a small file; so each thread keeps one.
  private static final ThreadLocal<ZstdCompressCtx> COMPRESS =
      ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(LEVEL));
  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  private Zstandard() {}

  public static byte[] compress(byte[] plain) {
    byte[] room = new byte[bound(plain.length)];
    return Arrays.copyOf(room, compress(plain, plain.length, room));
  }

  /** The most bytes that so many may become. */
  public static int bound(int length) {
    return Math.toIntExact(Zstd.compressBound(length));
  }

  /** Compresses the first {@code length} bytes into room for {@link #bound}; how many they are. */
  public static int compress(byte[] plain, int length, byte[] into) {
    return COMPRESS.get().compressByteArray(into, 0, into.length, plain, 0, length);
  }

  /** The plain bytes of a whole frame of known plain length. */
  public static byte[] decompress(byte[] frame, int length) throws FormatException {
    try {
      byte[] plain = new byte[length];
      decompress(frame, frame.length, plain, length);
      return plain;
    } catch (NegativeArraySizeException e) {
      throw new FormatException("it does not decompress to " + length + " bytes", e);
    }
  }

  /** The same of the first {@code size} bytes, into room for it. */
  public static void decompress(byte[] frame, int size, byte[] into, int length)
      throws FormatException {
    try {
      if (DECOMPRESS.get().decompressByteArray(into, 0, length, frame, 0, size) != length) {
        throw new FormatException("it does not decompress to " + length + " bytes");
      }
    } catch (ZstdException e) {
      throw new FormatException("it does not decompress to " + length + " bytes", e);
    }
  }

  /**
   * The plain bytes of the frame that begins at {@code from}; its length need not be written in it.
   */
  static byte[] decompressFrom(byte[] bytes, int from) throws FormatException {
    byte[] frame = Arrays.copyOfRange(bytes, from, bytes.length);
    long length = Zstd.getFrameContentSize(frame);
    if (length > LARGEST) {
      throw new FormatException("it claims to be " + length + " bytes long");
    }
    if (length >= 0) {
      return decompress(frame, (int) length);
    }
    try (var in =
        new com.github.luben.zstd.ZstdInputStream(new java.io.ByteArrayInputStream(frame))) {
      return in.readAllBytes();
    } catch (java.io.IOException e) {
      throw new FormatException("it does not decompress", e);
    }
  }
}
