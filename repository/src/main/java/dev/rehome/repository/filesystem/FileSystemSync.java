package dev.rehome.repository.filesystem;

/**
 * The sync of the file system that a folder is on. It is begun before anything is written there, so
 * that its end also tells of what the system failed to write by itself until then (syncfs(2)).
 */
public final class FileSystemSync implements AutoCloseable {
  private final RawPath folder;
  private final int file;

  private FileSystemSync(RawPath folder, int file) {
    this.folder = folder;
    this.file = file;
  }

  public static FileSystemSync begin(RawPath folder) throws SystemException {
    return new FileSystemSync(folder, Libc.open(folder, Libc.O_RDONLY, 0));
  }

  /** When this returns, all that anyone wrote there is on the disk. */
  public void finish() throws SystemException {
    Libc.syncFileSystem(file, folder);
  }

  @Override
  public void close() {
    try {
      Libc.close(file, folder);
    } catch (SystemException e) {
      // Nothing was written through it.
    }
  }
}
