package dev.rehome.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A folder with every type of node and every odd name that a backup has to bring back. */
public final class SampleTree {
  private SampleTree() {}

  /**
   * Makes it in a new folder; device nodes, foreign owners and trusted attributes only when root.
   */
  public static Path make(Path folder) {
    try (var script = SampleTree.class.getResourceAsStream("sample-tree.sh")) {
      Files.createDirectories(folder);
      Path copy = Files.createTempFile("sample-tree", ".sh");
      Files.write(copy, java.util.Objects.requireNonNull(script).readAllBytes());
      Shell.run(folder, "bash -euo pipefail \"$1\"", copy.toString());
      Files.delete(copy);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Files of random bytes, which cannot be compressed: {@code count} of {@code size} bytes each.
   */
  public static Path random(Path folder, int count, int size, long seed) {
    var random = new Random(seed);
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < count; i++) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Files.write(folder.resolve("file-" + i), bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
