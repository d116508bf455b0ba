package dev.rehome.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a growing file line by line. */
final class Tail {
  private final Path file;
  private long at;

  Tail(Path file) {
    this.file = file;
  }

  void lines(Consumer<String> each) {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(at);
      byte[] more = new byte[(int) Math.min(in.length() - at, 1 << 20)];
      in.readFully(more);
      int start = 0;
      for (int i = 0; i < more.length; i++) {
        if (more[i] == '\n') {
          each.accept(new String(more, start, i - start, StandardCharsets.UTF_8));
          start = i + 1;
        }
      }
      at += start;
    } catch (IOException e) {
      at = Math.max(at, 0); // the file is not there yet: the next look may find it
    }
  }
}
