package dev.rehome.run;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A journal's file in the run's folder, with a lock beside it. */
public final class FolderJournal implements JournalFile {
  static final String FILE = "journal.jsonl";

  private final Path folder;
  private final FileChannel lockFile;
  private final FileChannel file;
  private boolean broken;

  private FolderJournal(Path folder, FileChannel lockFile, FileChannel file) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.file = file;
  }

  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** Its bytes, also while another process writes it. */
  public static byte[] read(Path folder) {
    try {
      return Files.readAllBytes(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the journal in " + folder, e);
    }
  }

  /** Opens the one in this folder, and makes it if there is none. */
  @SuppressWarnings("MustBeClosedChecker")
  public static FolderJournal open(Path folder) {
    try {
      make(folder);
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
      long whole = Journal.whole(Files.readAllBytes(folder.resolve(FILE)));
      file.truncate(whole);
      file.position(whole);
      try (FileChannel parent = FileChannel.open(folder)) {
        parent.force(true);
      }
      return new FolderJournal(folder, lockFile, file);
    } catch (IOException e) {
      throw new UncheckedIOException("could not open the journal in " + folder, e);
    }
  }

  private static void make(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
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

  /** Puts a copy in the place of what is there; that is kept beside it if it says anything. */
  public static void bring(byte[] copy, Path folder) {
    try {
      make(folder);
      Path there = folder.resolve(FILE);
      if (Files.exists(there) && Files.size(there) > 0) {
        Files.copy(there, folder.resolve(FILE + ".before"), StandardCopyOption.REPLACE_EXISTING);
      }
      Path temporary = folder.resolve(FILE + ".new");
      try (FileChannel file =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(copy));
        file.force(true);
      }
      Files.move(
          temporary, there, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the journal in " + folder, e);
    }
  }

  @Override
  public Path folder() {
    return folder;
  }

  /** Of the file that is open, also if its name was taken away meanwhile. */
  @Override
  public byte[] bytes() {
    try {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(file.size()));
      while (all.hasRemaining() && file.read(all, all.position()) >= 0) {}
      return all.array();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the journal in " + folder, e);
    }
  }

  @Override
  public void append(byte[] bytes) {
    if (broken) {
      throw new UncheckedIOException(
          new IOException("half a line is at the end of the journal in " + folder));
    }
    long before = -1;
    try {
      before = file.position();
      ByteBuffer line = ByteBuffer.wrap(bytes);
      while (line.hasRemaining()) {
        file.write(line);
      }
      file.force(true);
    } catch (IOException e) {
      takeBack(before);
      throw new UncheckedIOException("could not write the journal in " + folder, e);
    }
  }

  /** What would follow on half a line could not be read. */
  private void takeBack(long to) {
    try {
      file.truncate(to);
      file.position(to);
      file.force(true);
    } catch (IOException | IllegalArgumentException e) {
      broken = true;
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
