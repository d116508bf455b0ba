package dev.rehome.repository.filesystem;

import java.io.EOFException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A regular file, open for reading or writing. */
public final class OpenFile implements AutoCloseable {
  private static final int PIECE = 256 * 1024;

  private final RawPath path;
  private final int file;
  private static final ThreadLocal<MemorySegment> BUFFER =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(PIECE));

  private OpenFile(RawPath path, int file) {
    this.path = path;
    this.file = file;
  }

  /** Never follows a link, and never waits for a fifo's other end. */
  public static OpenFile forReading(RawPath path) throws SystemException {
    return new OpenFile(
        path, Libc.open(path, Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK, 0));
  }

  /** An existing file; never follows a link. */
  public static OpenFile forWriting(RawPath path) throws SystemException {
    return new OpenFile(path, Libc.open(path, Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_NONBLOCK, 0));
  }

  /** A new file that only its owner can read; an error if the name is taken. */
  public static OpenFile create(RawPath path) throws SystemException {
    return new OpenFile(path, Libc.open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, 0600));
  }

  public FileStatus status() throws SystemException {
    return Libc.status(file, path);
  }

  /** Reads on; fewer bytes than asked for only at the end, where the count is 0. */
  public int read(byte[] into, int offset, int length) throws SystemException {
    MemorySegment buffer = BUFFER.get();
    int done = 0;
    while (done < length) {
      int count = Libc.read(file, path, buffer.asSlice(0, Math.min(PIECE, length - done)));
      if (count == 0) {
        break;
      }
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, offset + done, count);
      done += count;
    }
    return done;
  }

  /** Fills {@code into} up to {@code length} from the position. */
  public void readAt(long position, byte[] into, int length) throws SystemException, EOFException {
    MemorySegment buffer = BUFFER.get();
    for (int done = 0; done < length; ) {
      int count =
          Libc.readAt(
              file, path, buffer.asSlice(0, Math.min(PIECE, length - done)), position + done);
      if (count == 0) {
        throw new EOFException(path + " ended while it was read");
      }
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, done, count);
      done += count;
    }
  }

  public void writeAt(long position, byte[] from, int offset, int length) throws SystemException {
    MemorySegment buffer = BUFFER.get();
    for (int done = 0; done < length; ) {
      int piece = Math.min(PIECE, length - done);
      MemorySegment.copy(from, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, piece);
      done += Libc.writeAt(file, path, buffer.asSlice(0, piece), position + done);
    }
  }

  /**
   * Lets the system begin to write what was written here to the disk. Otherwise it keeps that until
   * the sync at the end, which then waits for all of it.
   */
  public void beginWriting(long position, long length) {
    Libc.beginWriting(file, position, length);
  }

  public void truncate(long size) throws SystemException {
    Libc.truncate(file, path, size);
  }

  @Override
  public void close() throws SystemException {
    Libc.close(file, path);
  }
}
