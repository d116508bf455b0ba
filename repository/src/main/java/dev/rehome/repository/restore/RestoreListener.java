package dev.rehome.repository.restore;

import dev.rehome.repository.filesystem.RawPath;

/** Told of what could not be restored as it should be, from several threads. */
public interface RestoreListener {
  RestoreListener SILENT = (path, problem) -> {};

  void problem(RawPath path, String problem);
}
