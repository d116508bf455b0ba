package dev.rehome.repository;

import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.BlobType;
import dev.rehome.repository.format.FormatException;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.PackedBlob;
import dev.rehome.repository.format.Zstandard;

/**
 * Compresses and seals blobs, and reads each back before it is handed out. One thread's: what it
 * works in is large, and is used again for the next blob.
 */
final class Sealing {
  private static final int SMALLEST_ROOM = 64 * 1024;

  private final MasterKey key;
  private final boolean compressing;
  private byte[] compressed = {};
  private byte[] opened = {};

  /**
   * @param compressing whether the repository's format knows compressed blobs
   */
  Sealing(MasterKey key, boolean compressing) {
    this.key = key;
    this.compressing = compressing;
  }

  /** A sealed blob; its offset is not known yet. */
  record Sealed(PackedBlob blob, byte[] bytes) {}

  /** Seals the first {@code length} bytes, whose hash is the id. */
  Sealed seal(BlobType type, Id id, byte[] plain, int length) {
    byte[] content = plain;
    int size = length;
    int uncompressed = 0;
    if (compressing) {
      compressed = room(compressed, Zstandard.bound(length));
      int smaller = Zstandard.compress(plain, length, compressed);
      if (smaller < length) {
        content = compressed;
        size = smaller;
        uncompressed = length;
      }
    }
    byte[] sealed = key.seal(content, size);
    readBack(id, sealed, uncompressed);
    return new Sealed(new PackedBlob(type, id, 0, sealed.length, uncompressed), sealed);
  }

  /**
   * What cannot be read must not be written: memory errors and wrong code end here, not at a
   * restore.
   */
  private void readBack(Id id, byte[] sealed, int uncompressed) {
    try {
      int size = sealed.length - MasterKey.OVERHEAD;
      opened = room(opened, size);
      key.open(sealed, 0, sealed.length, opened);
      Id again;
      if (uncompressed > 0) {
        Zstandard.decompress(opened, size, compressed, uncompressed); // which is of no more use
        again = Id.hash(compressed, uncompressed);
      } else {
        again = Id.hash(opened, size);
      }
      if (!again.equals(id)) {
        throw new FormatException("its bytes do not have the hash that is its name");
      }
    } catch (SealException | FormatException e) {
      throw new IllegalStateException(
          "a blob was sealed wrongly; this machine's memory may be faulty", e);
    }
  }

  private static byte[] room(byte[] now, int bytes) {
    return now.length >= bytes ? now : new byte[Math.max(bytes, SMALLEST_ROOM)];
  }
}
