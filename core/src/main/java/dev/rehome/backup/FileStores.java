package dev.rehome.backup;

import dev.rehome.files.FileSet;
import dev.rehome.files.FileStore;
import java.util.Optional;

/** Whoever moves the files of a stack's machines. */
public interface FileStores extends AutoCloseable {
  /** Those of the machine that has this set. */
  default FileStore of(FileSet set) {
    return of(set.host());
  }

  /** Those of a machine by its name in the stack file, or of this one. */
  FileStore of(Optional<String> host);

  @Override
  void close();
}
