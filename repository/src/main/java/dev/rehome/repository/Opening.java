package dev.rehome.repository;

import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.crypto.SealException;
import dev.rehome.repository.format.FormatException;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.PackedBlob;
import dev.rehome.repository.format.Zstandard;

/** Opens blobs, one after the other, in the same memory. One thread's. */
final class Opening {
  private final MasterKey key;
  private final Room content = new Room();
  private final Room decompressed;

  Opening(MasterKey key) {
    this(key, new Room());
  }

  /**
   * @param decompressed what blobs are decompressed into
   */
  Opening(MasterKey key, Room decompressed) {
    this.key = key;
    this.decompressed = decompressed;
  }

  /**
   * The plain bytes of the blob whose sealed ones lie at {@code at}, at the beginning of an array
   * that the next call uses again. They are checked against the blob's name.
   */
  byte[] open(PackedBlob blob, byte[] sealed, int at) throws SealException, FormatException {
    if (blob.plainLength() < 0) {
      throw new FormatException("it cannot be " + blob.plainLength() + " bytes long");
    }
    int size = blob.length() - MasterKey.OVERHEAD;
    byte[] plain = content.of(size);
    key.open(sealed, at, blob.length(), plain);
    if (blob.compressed()) {
      byte[] compressed = plain;
      plain = decompressed.of(blob.uncompressedLength());
      Zstandard.decompress(compressed, size, plain, blob.uncompressedLength());
    }
    if (!Id.hash(plain, blob.plainLength()).equals(blob.id())) {
      throw new FormatException("its bytes do not have the hash that is its name");
    }
    return plain;
  }
}
