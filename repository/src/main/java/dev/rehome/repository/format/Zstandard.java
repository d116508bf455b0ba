package dev.rehome.repository.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/** zstd frames without checksum, as restic's format version 2 uses them. */
public final class Zstandard {
  private static final int LEVEL = 3;
  private static final long LARGEST = 1L << 30;

  // Making a context costs more than compressing a small file; so each thread keeps one.
  private static final ThreadLocal<ZstdCompressCtx> COMPRESS =
      ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(LEVEL));
  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  private static final ThreadLocal<byte[]> ROOM = ThreadLocal.withInitial(() -> new byte[0]);

  private Zstandard() {}

  public static byte[] compress(byte[] plain) {
    int most = Math.toIntExact(Zstd.compressBound(plain.length));
    byte[] room = room(most);
    int length = COMPRESS.get().compressByteArray(room, 0, most, plain, 0, plain.length);
    return Arrays.copyOf(room, length);
  }

  /** Pieces are large: made anew for each, they would fill the heap before it is cleared. */
  private static byte[] room(int bytes) {
    byte[] room = ROOM.get();
    if (room.length < bytes) {
      room = new byte[Math.max(bytes, 1 << 20)];
      ROOM.set(room);
    }
    return room;
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
