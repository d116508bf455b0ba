package dev.rehome.repository.format;

/**
 * A blob in a pack: {@code length} sealed bytes from {@code offset}. {@code uncompressedLength} is
 * the length of its plain bytes if they were compressed before sealing, and 0 if not.
 */
public record PackedBlob(BlobType type, Id id, int offset, int length, int uncompressedLength) {
  public boolean compressed() {
    return uncompressedLength != 0;
  }

  /** The length of the blob's plain bytes. */
  public int plainLength() {
    return compressed()
        ? uncompressedLength
        : length - dev.rehome.repository.crypto.MasterKey.OVERHEAD;
  }
}
