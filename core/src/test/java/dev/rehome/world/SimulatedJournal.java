package dev.rehome.world;

import dev.rehome.run.JournalFile;
import java.nio.file.Path;
import java.util.Arrays;

/** A journal on a machine's disk, open; its file lives on when its name is taken away. */
final class SimulatedJournal implements JournalFile {
  private final Invocation by;
  private final String name;
  private final Path folder;
  private final Bytes file;

  /** What a file holds. */
  static final class Bytes {
    byte[] all = new byte[0];
  }

  SimulatedJournal(Invocation by, String name, Path folder, Bytes file) {
    this.by = by;
    this.file = file;
    this.name = name;
    this.folder = folder;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public byte[] bytes() {
    return file.all;
  }

  @Override
  public void append(byte[] bytes) {
    byte[] before = file.all;
    try {
      by.call(
          "Journal.append",
          Trouble.DISK,
          () -> {
            if (by.machine.full) {
              throw Trouble.DISK.of("the journal");
            }
            if (by.world.cutShort == by) {
              file.all = joined(before, bytes, bytes.length / 2);
            }
            by.halfWay();
            file.all = joined(before, bytes, bytes.length);
          });
    } catch (RuntimeException e) {
      file.all = before; // what failed is taken back
      by.marked = null; // and a mark that is not written down tells nothing
      by.markedFiles = null;
      throw e;
    }
  }

  private static byte[] joined(byte[] before, byte[] more, int length) {
    byte[] all = Arrays.copyOf(before, before.length + length);
    System.arraycopy(more, 0, all, before.length, length);
    return all;
  }

  @Override
  public void close() {
    by.machine.open.remove(name, by);
  }
}
