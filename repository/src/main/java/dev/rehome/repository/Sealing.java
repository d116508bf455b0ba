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
  private final MasterKey key;
  private final boolean compressing;
  private final Opening opening;
  private final Room compressed = new Room();
  private final Room sealed = new Room();

  /**
   * @param compressing whether the repository's format knows compressed blobs
   */
  Sealing(MasterKey key, boolean compressing) {
    this.key = key;
    this.opening = new Opening(key, compressed); // whose bytes are sealed by then
    this.compressing = compressing;
  }

  /**
   * A sealed blob, whose offset is not known yet.
   *
   * @param bytes begins with the sealed ones; the next call uses it again
   */
  record Sealed(PackedBlob blob, byte[] bytes) {}

  /** Seals the first {@code length} bytes, whose hash is the id. */
  Sealed seal(BlobType type, Id id, byte[] plain, int length) {
    byte[] content = plain;
    int size = length;
    int uncompressed = 0;
    if (compressing) {
      byte[] room = compressed.of(Zstandard.bound(length));
      int smaller = Zstandard.compress(plain, length, room);
      if (smaller < length) {
        content = room;
        size = smaller;
        uncompressed = length;
      }
    }
    byte[] into = sealed.of(size + MasterKey.OVERHEAD);
    key.seal(content, size, into);
    var blob = new PackedBlob(type, id, 0, size + MasterKey.OVERHEAD, uncompressed);
    readBack(blob, into);
    return new Sealed(blob, into);
  }

  /**
   * What cannot be read must not be written: memory errors and wrong code end here, not at a
   * restore.
   */
  private void readBack(PackedBlob blob, byte[] bytes) {
    try {
      opening.open(blob, bytes, 0);
    } catch (SealException | FormatException e) {
      throw new IllegalStateException(
          "a blob was sealed wrongly; this machine's memory may be faulty", e);
    }
  }
}
