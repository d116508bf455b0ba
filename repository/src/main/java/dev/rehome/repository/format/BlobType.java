package dev.rehome.repository.format;

/** What a blob holds: a piece of a file, or a tree. */
public enum BlobType {
  DATA("data", 0),
  TREE("tree", 1);

  private final String word;
  private final int code;

  BlobType(String word, int code) {
    this.word = word;
    this.code = code;
  }

  /** As written in packs' headers, for a blob that is not compressed. */
  public int code() {
    return code;
  }

  /** As written in index files. */
  public String word() {
    return word;
  }

  static BlobType of(String word) throws FormatException {
    for (BlobType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    throw new FormatException("unknown type of blob: " + word);
  }
}
