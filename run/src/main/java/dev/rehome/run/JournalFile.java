package dev.rehome.run;

import java.nio.file.Path;

/** A file that only grows, open for writing by one process at a time. */
public interface JournalFile extends AutoCloseable {
  /** The run's folder, in which other things of the run may lie. */
  Path folder();

  /** All of it. */
  byte[] bytes();

  /**
   * Adds bytes at the end. Durable on return; if it fails, nothing of them is there.
   *
   * @throws java.io.UncheckedIOException if they could not be written
   */
  void append(byte[] bytes);

  @Override
  void close();
}
