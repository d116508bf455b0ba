package dev.rehome.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * What is backed up: half of the bytes random, half of them words, so that compression has
 * something to do.
 */
enum Dataset {
  SMALL("50,000 files of 0.5–16 KB") {
    @Override
    void make(Path folder, Random random) throws IOException {
      for (int i = 0; i < 50_000; i++) {
        write(place(folder, i, 100), 512 + random.nextInt(16 * 1024 - 512), random);
      }
    }
  },
  LARGE("4 files of 512 MB") {
    @Override
    void make(Path folder, Random random) throws IOException {
      Files.createDirectories(folder);
      for (int i = 0; i < 4; i++) {
        write(folder.resolve("file-" + i), 512_000_000, random);
      }
    }
  },
  MANY("1,000,000 files of 16–512 bytes") {
    @Override
    void make(Path folder, Random random) throws IOException {
      for (int i = 0; i < 1_000_000; i++) {
        byte[] bytes = new byte[16 + random.nextInt(496)];
        random.nextBytes(bytes);
        Files.write(place(folder, i, 1000), bytes);
      }
    }

    @Override
    boolean once() {
      return true;
    }

    @Override
    Set<Tool> tools() {
      return Tool.inResticsFormat();
    }

    @Override
    Set<Tool.Work> works() {
      return Set.of(Tool.Work.COLD, Tool.Work.UNCHANGED, Tool.Work.CHECK);
    }
  };

  /** The same bytes every time. */
  static final long SEED = 20261122;

  private static final int PIECE = 8192;
  private static final String[] WORDS =
      "order customer invoice 2026-11-22 status=open paid amount {\"id\": null, true, false item "
          .split(" ", -1);

  private final String title;

  Dataset(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Whether one round has to do. */
  boolean once() {
    return false;
  }

  /** Who takes part. */
  Set<Tool> tools() {
    return EnumSet.allOf(Tool.class);
  }

  Set<Tool.Work> works() {
    return EnumSet.allOf(Tool.Work.class);
  }

  abstract void make(Path folder, Random random) throws IOException;

  void make(Path folder) throws IOException {
    make(folder, new Random(SEED));
  }

  /** Where the file of this number is, with so many in each folder, which is made for the first. */
  private static Path place(Path folder, int number, int each) throws IOException {
    Path inside = folder.resolve("folder-" + number / each);
    if (number % each == 0) {
      Files.createDirectories(inside);
    }
    return inside.resolve("file-" + number);
  }

  private static void write(Path file, int size, Random random) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      byte[] bytes = new byte[PIECE];
      for (int left = size; left > 0; left -= PIECE) {
        if (random.nextBoolean()) {
          random.nextBytes(bytes);
        } else {
          words(bytes, random);
        }
        out.write(bytes, 0, Math.min(left, PIECE));
      }
    }
  }

  private static void words(byte[] bytes, Random random) {
    for (int at = 0; at < bytes.length; ) {
      for (char c :
          (WORDS[random.nextInt(WORDS.length)] + random.nextInt(1000) + " ").toCharArray()) {
        if (at < bytes.length) {
          bytes[at++] = (byte) c;
        }
      }
    }
  }
}
