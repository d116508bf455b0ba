package dev.rehome.repository.format;

import java.io.ByteArrayOutputStream;

/**
 * How documents outside of packs (snapshots, index files, locks) become plain bytes: JSON as it is,
 * or, in format version 2, a byte 2 and a zstd frame. The configuration is never compressed.
 */
public final class Unpacked {
  private Unpacked() {}

  public static byte[] encode(byte[] json, int version) {
    if (version < 2) {
      return json;
    }
    var out = new ByteArrayOutputStream();
    out.write(2);
    out.writeBytes(Zstandard.compress(json));
    return out.toByteArray();
  }

  public static byte[] decode(byte[] plain) throws FormatException {
    if (plain.length == 0) {
      throw new FormatException("it is empty");
    }
    return switch (plain[0]) {
      case '{', '[' -> plain;
      case 2 -> Zstandard.decompressFrom(plain, 1);
      default -> throw new FormatException("it is neither JSON nor compressed JSON");
    };
  }
}
