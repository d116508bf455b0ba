package dev.rehome.repository.format;

import java.util.ArrayList;
import java.util.List;

/**
 * An index file: which blobs lie where in which packs. A pack stands in an index file with all its
 * blobs.
 */
public record IndexFile(List<Pack> packs) {
  /** A pack's blobs in the order in which they lie. */
  public record Pack(Id id, List<PackedBlob> blobs) {
    /**
     * The pack's size in bytes, as it follows from its blobs, its sealed header, and the header's
     * length.
     */
    public long size() {
      long size = dev.rehome.repository.crypto.MasterKey.OVERHEAD + 4;
      for (PackedBlob blob : blobs) {
        size += blob.length() + PackHeader.entryLength(blob);
      }
      return size;
    }
  }

  public byte[] encode() {
    var out = new JsonWriter().open('{').field("packs").open('[');
    for (Pack pack : packs) {
      out.open('{').field("id", pack.id().hex()).field("blobs").open('[');
      for (PackedBlob blob : pack.blobs()) {
        out.open('{')
            .field("id", blob.id().hex())
            .field("type", blob.type().word())
            .field("offset", blob.offset())
            .field("length", blob.length())
            .fieldUnlessZero("uncompressed_length", blob.uncompressedLength())
            .close('}');
      }
      out.close(']').close('}');
    }
    return out.close(']').close('}').bytes();
  }

  public static IndexFile decode(byte[] json) throws FormatException {
    var in = new JsonReader(json);
    var packs = new ArrayList<Pack>();
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      if (!field.equals("packs")) {
        in.skip();
      } else if (in.beginArray()) {
        while (in.nextElement()) {
          packs.add(pack(in));
        }
      }
    }
    return new IndexFile(packs);
  }

  private static Pack pack(JsonReader in) throws FormatException {
    Id id = new Id(0, 0, 0, 0);
    var blobs = new ArrayList<PackedBlob>();
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "id" -> id = in.id();
        case "blobs" -> {
          if (in.beginArray()) {
            while (in.nextElement()) {
              blobs.add(blob(in));
            }
          }
        }
        default -> in.skip();
      }
    }
    return new Pack(id, blobs);
  }

  private static PackedBlob blob(JsonReader in) throws FormatException {
    Id id = new Id(0, 0, 0, 0);
    BlobType type = BlobType.DATA;
    int offset = 0;
    int length = 0;
    int uncompressed = 0;
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "id" -> id = in.id();
        case "type" -> type = BlobType.of(in.string());
        case "offset" -> offset = in.integer();
        case "length" -> length = in.integer();
        case "uncompressed_length" -> uncompressed = in.integer();
        default -> in.skip();
      }
    }
    return new PackedBlob(type, id, offset, length, uncompressed);
  }
}
