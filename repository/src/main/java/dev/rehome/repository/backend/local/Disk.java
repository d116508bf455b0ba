package dev.rehome.repository.backend.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The operations on a disk whose order decides what survives a power loss. Paths are relative to
 * one root, with {@code /} between names.
 *
 * <p>What POSIX promises and no more: bytes are safe after {@link #sync}, and a name (made, moved,
 * linked or deleted) after {@link #syncFolder} of the folder that holds it.
 */
public interface Disk {
  /** A name in a folder, {@code size} in bytes; folders have size 0. */
  record Item(String name, boolean folder, long size) {}

  /** Makes a folder in an existing one; false if it is there. */
  boolean makeFolder(String path) throws IOException;

  /**
   * Creates a new file with these bytes, readable by its owner alone; they may still be in memory
   * only.
   */
  void write(String path, ByteBuffer bytes) throws IOException;

  /** The file's bytes are on the disk when this returns. */
  void sync(String path) throws IOException;

  /** The names in the folder are on the disk as they are now when this returns. */
  void syncFolder(String path) throws IOException;

  /** Moves a file atomically, replacing what has the new name. */
  void move(String from, String to) throws IOException;

  /**
   * Gives a file a second name, unless that is taken: then {@link
   * java.nio.file.FileAlreadyExistsException}.
   */
  void link(String existing, String path) throws IOException;

  /** Removes a file; false if there is none. */
  boolean delete(String path) throws IOException;

  /** Fills the buffer from the offset, or fails with {@link java.io.EOFException}. */
  void read(String path, long at, ByteBuffer into) throws IOException;

  byte[] readAll(String path) throws IOException;

  List<Item> list(String path) throws IOException;
}
