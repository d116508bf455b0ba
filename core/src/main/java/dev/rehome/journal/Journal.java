package dev.rehome.journal;

import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.repository.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal, open for writing by one process: one file that only grows, in the run's folder. A last
 * line that was cut short by a crash never happened.
 */
public final class Journal implements AutoCloseable {
  private static final String FILE = "journal.jsonl";

  private final Path folder;
  private final FileChannel lockFile;
  private final FileChannel file;
  private final List<Entry> entries;

  private Journal(Path folder, FileChannel lockFile, FileChannel file, List<Entry> entries) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.file = file;
    this.entries = entries;
  }

  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** What a journal says, also while another process writes it. */
  public static List<Entry> read(Path folder) {
    try {
      return parse(Files.readAllBytes(folder.resolve(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the journal in " + folder, e);
    }
  }

  /** The entries of a journal's bytes. */
  public static List<Entry> parse(byte[] bytes) {
    var entries = new ArrayList<Entry>();
    for (String line : new String(bytes, 0, whole(bytes), StandardCharsets.UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        entries.add(Json.read(line, Entry.class));
      }
    }
    return entries;
  }

  private static int whole(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Opens the journal in this folder, and makes it if there is none. */
  @SuppressWarnings("MustBeClosedChecker")
  public static Journal open(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve("journal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lockFile)) {
        lockFile.close();
        throw busy(folder);
      }
      FileChannel file =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      byte[] bytes = Files.readAllBytes(folder.resolve(FILE));
      file.truncate(whole(bytes));
      file.position(whole(bytes));
      try (FileChannel parent = FileChannel.open(folder)) {
        parent.force(true);
      }
      return new Journal(folder, lockFile, file, new ArrayList<>(parse(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("could not open the journal in " + folder, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static FailureException busy(Path folder) {
    return new FailureException(
        Failure.Kind.BUSY,
        "another process works on this run (" + folder + ")",
        new Safety.Untouched("this command changed nothing"),
        "rehome status    shows what it does");
  }

  public Path folder() {
    return folder;
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Returns when the entry is on the disk. */
  public synchronized void append(Entry entry) {
    Entry here = entry.on(Party.self().hostname());
    try {
      ByteBuffer line = ByteBuffer.wrap((Json.line(here) + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        file.write(line);
      }
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the journal in " + folder, e);
    }
    entries.add(here);
  }

  /** All of it, as it is on the disk. */
  public byte[] bytes() {
    try {
      return Files.readAllBytes(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the journal in " + folder, e);
    }
  }

  /** Puts a copy of a journal into a folder that has none, or an older one. */
  public static void bring(byte[] copy, Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path temporary = folder.resolve(FILE + ".new");
      Files.write(temporary, copy);
      Files.move(
          temporary,
          folder.resolve(FILE),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the journal in " + folder, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not close the journal in " + folder, e);
    }
  }
}
