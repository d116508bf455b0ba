package dev.rehome.repository.format;

import dev.rehome.repository.crypto.Randomness;
import java.util.HexFormat;

/**
 * The repository's configuration: format version (1 or 2), the repository's own id, and the
 * polynomial that restic cuts files with. Rehome does not divide by it, but takes the secret for
 * its own cutting from it.
 */
public record Config(int version, Id id, long polynomial) {
  /** The newest version that this program understands. */
  public static final int NEWEST = 2;

  public static Config fresh() {
    return new Config(NEWEST, Id.hash(Randomness.bytes(Id.LENGTH)), Polynomial.randomIrreducible());
  }

  public byte[] encode() {
    return new JsonWriter()
        .open('{')
        .field("version", version)
        .field("id", id.hex())
        .field("chunker_polynomial", Long.toHexString(polynomial))
        .close('}')
        .bytes();
  }

  /** Any version, also one that is too new: its fields may then mean something else. */
  public static Config decode(byte[] json) throws FormatException {
    int version = version(json);
    if (version > NEWEST) {
      return new Config(version, new Id(0, 0, 0, 0), 0);
    }
    var in = new JsonReader(json);
    String id = "";
    String polynomial = "";
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      switch (field) {
        case "id" -> id = in.string();
        case "chunker_polynomial" -> polynomial = in.string();
        default -> in.skip();
      }
    }
    try {
      return new Config(version, Id.parse(id), HexFormat.fromHexDigitsToLong(polynomial));
    } catch (IllegalArgumentException e) {
      throw new FormatException("it has a polynomial that is none", e);
    }
  }

  private static int version(byte[] json) throws FormatException {
    var in = new JsonReader(json);
    int version = 0;
    in.beginObject();
    for (String field; (field = in.nextField()) != null; ) {
      if (field.equals("version")) {
        version = in.integer();
      } else {
        in.skip();
      }
    }
    return version;
  }
}
