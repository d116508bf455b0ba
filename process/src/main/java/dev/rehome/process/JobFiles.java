package dev.rehome.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a job's folder. The job later writes over blanks and makes no file longer but its
 * output, so that a full disk takes no trace of it.
 */
record JobFiles(Path folder) {
  static final String LOCK = "lock";
  static final String SESSION = "session";
  static final String EXIT_CODE = "exit-code";
  static final String OUTPUT = "output";
  static final String ERRORS = "errors";

  /** How many blanks each has room for. */
  private static final Map<String, Integer> SIZES =
      Map.of(LOCK, 0, SESSION, 127, EXIT_CODE, 7, OUTPUT, 0, ERRORS, 0);

  private static final FileAttribute<?> FOLDER_RIGHTS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE_RIGHTS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  Path at(String name) {
    return folder.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(at(name));
  }

  /** Makes them all beside their place and moves them there, so that they are there or not. */
  void make() throws IOException {
    Path parent = parent();
    if (!SIZES.keySet().stream().allMatch(this::has)) {
      makeFolders(parent);
      Path fresh = parent.resolve(folder.getFileName() + ".new");
      remove(fresh);
      Files.createDirectory(fresh, FOLDER_RIGHTS);
      for (Map.Entry<String, Integer> file : SIZES.entrySet()) {
        makeFile(fresh.resolve(file.getKey()), file.getValue());
      }
      sync(fresh);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    sync(parent);
  }

  private Path parent() {
    Path parent = folder.getParent();
    return parent == null ? folder : parent;
  }

  private static void makeFolders(Path folder) throws IOException {
    Path above = folder.getParent();
    if (above != null && !Files.isDirectory(folder)) {
      makeFolders(above);
      Files.createDirectories(folder, FOLDER_RIGHTS);
      sync(above);
    }
  }

  /** What a program that was killed had begun to make. */
  private static void remove(Path fresh) throws IOException {
    if (Files.exists(fresh)) {
      try (Stream<Path> files = Files.list(fresh)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(fresh);
    }
  }

  private static void makeFile(Path file, int blanks) throws IOException {
    var how = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = FileChannel.open(file, Set.copyOf(how), FILE_RIGHTS)) {
      if (blanks > 0) {
        ByteBuffer content =
            ByteBuffer.wrap((" ".repeat(blanks) + "\n").getBytes(StandardCharsets.US_ASCII));
        while (content.hasRemaining()) {
          out.write(content);
        }
      }
      out.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
      open.force(true);
    }
  }

  /** What was written over the blanks, if anything was. */
  Optional<String> text(String name) throws IOException {
    try {
      return Optional.of(Files.readString(at(name)).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What it printed there. */
  String printed(String name) throws IOException {
    return Text.of(at(name));
  }

  /** The words of {@link #SESSION}. */
  Optional<List<String>> session() throws IOException {
    return text(SESSION).map(text -> List.of(text.split(" ")));
  }
}
