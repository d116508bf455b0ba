package dev.rehome.backup;

import dev.rehome.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** A folder that only this user can read, and that goes when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  private static final String PREFIX = "rehome-";

  public static TemporaryFolder in(Path parent) {
    try {
      Files.createDirectories(parent);
      removeLeftovers(parent);
      return new TemporaryFolder(
          Files.createTempDirectory(
              parent,
              PREFIX + ProcessHandle.current().pid() + "-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw new UncheckedIOException("could not make a folder in " + parent, e);
    }
  }

  /** Those of processes that were killed; dumps in them need room, and may hold secrets. */
  private static void removeLeftovers(Path parent) throws IOException {
    try (Stream<Path> folders = Files.list(parent)) {
      folders
          .filter(folder -> folder.getFileName().toString().matches(PREFIX + "\\d+-.*"))
          .filter(folder -> ProcessHandle.of(pid(folder)).isEmpty())
          .forEach(Folders::remove);
    }
  }

  private static long pid(Path folder) {
    return Long.parseLong(folder.getFileName().toString().split("-")[1]);
  }

  @Override
  public void close() {
    Folders.remove(path);
  }
}
