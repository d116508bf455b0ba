package dev.rehome.repository;

import dev.rehome.repository.crypto.MasterKey;
import dev.rehome.repository.format.Id;
import dev.rehome.repository.format.IndexFile;
import dev.rehome.repository.format.PackHeader;
import dev.rehome.repository.format.PackedBlob;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A pack that is being filled. Not for several threads at once. */
final class PackBuilder {
  /** The size at which a pack is full, in bytes, as restic's default. */
  static final int FULL = 16 * 1024 * 1024;

  private static final int MOST_BLOBS =
      100_000; // keeps the header far below the largest that restic reads

  private byte[] bytes = new byte[1024 * 1024];
  private int length;
  private final List<PackedBlob> blobs = new ArrayList<>();

  void add(PackedBlob blob, byte[] sealed) {
    if (bytes.length < length + sealed.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(length + sealed.length, Math.min(2 * bytes.length, FULL + FULL / 2)));
    }
    System.arraycopy(sealed, 0, bytes, length, sealed.length);
    blobs.add(
        new PackedBlob(blob.type(), blob.id(), length, sealed.length, blob.uncompressedLength()));
    length += sealed.length;
  }

  boolean full() {
    return length >= FULL || blobs.size() >= MOST_BLOBS;
  }

  boolean empty() {
    return blobs.isEmpty();
  }

  /** A whole pack: its bytes, and what the index will say of it. */
  record Finished(IndexFile.Pack pack, ByteBuffer bytes) {}

  Finished finish(MasterKey key) {
    byte[] header = key.seal(PackHeader.encode(blobs));
    byte[] whole = Arrays.copyOf(bytes, length + header.length + 4);
    System.arraycopy(header, 0, whole, length, header.length);
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(whole.length - 4, header.length);
    return new Finished(
        new IndexFile.Pack(Id.hash(whole), List.copyOf(blobs)), ByteBuffer.wrap(whole));
  }
}
