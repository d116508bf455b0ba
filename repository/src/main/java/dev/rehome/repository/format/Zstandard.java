package dev.rehome.repository.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/** zstd frames without checksum, as restic's format version 2 uses them. */
public final class Zstandard {
  private static final int LEVEL = 3;
  private static final long LARGEST = 1L << 30;

  // Making a context costs more than compressing a small file; so each thread keeps one.
  private static final ThreadLocal<ZstdCompressCtx> COMPRESS =
      ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(LEVEL));
  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  private Zstandard() {}

  public static byte[] compress(byte[] plain) {
    return COMPRESS.get().compress(plain);
  }

  /** The plain bytes of a whole frame of known plain length. */
  public static byte[] decompress(byte[] frame, int length) throws FormatException {
    try {
      byte[] plain = new byte[length];
      if (DECOMPRESS.get().decompress(plain, frame) != length) {
        throw new FormatException("it does not decompress to " + length + " bytes");
      }
      return plain;
    } catch (ZstdException | NegativeArraySizeException e) {
      throw new FormatException("it does not decompress to " + length + " bytes", e);
    }
  }

  /**
   * The plain bytes of the frame that begins at {@code from}; its length need not be written in it.
   */
  static byte[] decompressFrom(byte[] bytes, int from) throws FormatException {
    byte[] frame = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
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
