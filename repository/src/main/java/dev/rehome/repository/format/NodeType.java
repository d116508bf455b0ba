package dev.rehome.repository.format;

/** What a node of a tree is. Sockets are not kept: nobody listens on a restored one. */
public enum NodeType {
  FILE("file"),
  DIRECTORY("dir"),
  SYMLINK("symlink"),
  BLOCK_DEVICE("dev"),
  CHARACTER_DEVICE("chardev"),
  FIFO("fifo"),
  /** A type that restic knows and Rehome does not restore (socket, irregular). */
  OTHER("");

  private final String word;

  NodeType(String word) {
    this.word = word;
  }

  /** As written in trees. */
  public String word() {
    return word;
  }

  static NodeType of(String word) {
    for (NodeType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    return OTHER;
  }
}
