package dev.rehome.repository.format;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of blobs at the end of a pack: per blob a byte for its type, its sealed length, if
 * compressed its plain length (32 bits each, little-endian), and its id. Offsets follow from the
 * order.
 */
public final class PackHeader {
  /** The most bytes a header may have (restic reads no more). */
  public static final int LARGEST = 16 * 1024 * 1024;

  private PackHeader() {}

  public static byte[] encode(List<PackedBlob> blobs) {
    var bytes = ByteBuffer.allocate(blobs.stream().mapToInt(PackHeader::entryLength).sum());
    for (PackedBlob blob : blobs) {
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      bytes.put((byte) (blob.type().code() + (blob.compressed() ? 2 : 0)));
      bytes.putInt(blob.length());
      if (blob.compressed()) {
        bytes.putInt(blob.uncompressedLength());
      }
      blob.id().to(bytes.order(ByteOrder.BIG_ENDIAN));
    }
    return bytes.array();
  }

  /** How many bytes of header the blob takes. */
  public static int entryLength(PackedBlob blob) {
    return 1 + 4 + (blob.compressed() ? 4 : 0) + Id.LENGTH;
  }

  public static List<PackedBlob> decode(byte[] header) throws FormatException {
    var blobs = new ArrayList<PackedBlob>();
    var bytes = ByteBuffer.wrap(header);
    long offset = 0;
    try {
      while (bytes.hasRemaining()) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int type = bytes.get();
        int length = bytes.getInt();
        int uncompressed = type >= 2 ? bytes.getInt() : 0;
        Id id = Id.from(bytes.order(ByteOrder.BIG_ENDIAN));
        if (type < 0 || type > 3 || length < 0 || offset + length > Integer.MAX_VALUE) {
          throw new FormatException("the pack's header has an impossible entry");
        }
        blobs.add(
            new PackedBlob(
                (type & 1) == 0 ? BlobType.DATA : BlobType.TREE,
                id,
                (int) offset,
                length,
                uncompressed));
        offset += length;
      }
    } catch (BufferUnderflowException e) {
      throw new FormatException("the pack's header ends in the middle of an entry", e);
    }
    return blobs;
  }
}
