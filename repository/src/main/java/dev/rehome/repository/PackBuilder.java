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

  private byte[] bytes;
  private int length;
  private final List<PackedBlob> blobs = new ArrayList<>();

  /**
   * @param room what it is filled into, and what takes its place if that is too small
   */
  PackBuilder(byte[] room) {
    bytes = room;
  }

  void add(PackedBlob blob, byte[] sealed) {
    makeRoom(blob.length());
    System.arraycopy(sealed, 0, bytes, length, blob.length());
    blobs.add(
        new PackedBlob(blob.type(), blob.id(), length, blob.length(), blob.uncompressedLength()));
    length += blob.length();
  }

  private void makeRoom(int more) {
    if (bytes.length < length + more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, FULL + FULL / 8));
    }
  }

  /** For the next one, once this is of no more use. */
  byte[] room() {
    return bytes;
  }

  boolean full() {
    return length >= FULL || blobs.size() >= MOST_BLOBS;
  }

  boolean empty() {
    return blobs.isEmpty();
  }

  /** A whole pack: its bytes, which are in {@link #room}, and what the index will say of it. */
  record Finished(IndexFile.Pack pack, ByteBuffer bytes) {}

  Finished finish(MasterKey key) {
    byte[] header = key.seal(PackHeader.encode(blobs));
    makeRoom(header.length + 4);
    ByteBuffer whole = ByteBuffer.wrap(bytes, 0, length + header.length + 4).slice();
    whole
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length, header)
        .putInt(length + header.length, header.length);
    return new Finished(
        new IndexFile.Pack(Id.hash(bytes, whole.limit()), List.copyOf(blobs)), whole);
  }
}
