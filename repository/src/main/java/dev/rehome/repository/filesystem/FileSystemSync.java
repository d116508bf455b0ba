package dev.rehome.repository.filesystem;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sync of the file systems that some folders are on. It is begun before anything is written
 * there, so that its end also tells of what the system failed to write by itself until then
 * (syncfs(2)).
 */
public final class FileSystemSync implements AutoCloseable {
  private final Map<RawPath, Integer> files = new LinkedHashMap<>();

  private FileSystemSync() {}

  /**
   * Begins it.
   *
   * @param folders one on each file system
   */
  public static FileSystemSync begin(Collection<RawPath> folders) throws SystemException {
    var sync = new FileSystemSync();
    try {
      for (RawPath folder : folders) {
        sync.files.put(folder, Libc.open(folder, Libc.O_RDONLY, 0));
      }
      return sync;
    } catch (SystemException e) {
      sync.close();
      throw e;
    }
  }

  /** When this returns, all that anyone wrote there is on the disk. */
  public void finish() throws SystemException {
    for (Map.Entry<RawPath, Integer> each : files.entrySet()) {
      Libc.syncFileSystem(each.getValue(), each.getKey());
    }
  }

  @Override
  public void close() {
    files.forEach(
        (folder, file) -> {
          try {
            Libc.close(file, folder);
          } catch (SystemException e) {
            // Nothing was written through it.
          }
        });
  }
}
