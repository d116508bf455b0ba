package dev.rehome.backup;

import dev.rehome.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder that only this user can read, and that goes when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  public static TemporaryFolder in(Path parent) {
    try {
      Files.createDirectories(parent);
      return new TemporaryFolder(
          Files.createTempDirectory(
              parent,
              "rehome-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw new UncheckedIOException("could not make a folder in " + parent, e);
    }
  }

  @Override
  public void close() {
    Folders.remove(path);
  }
}
