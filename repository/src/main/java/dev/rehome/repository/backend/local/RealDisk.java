package dev.rehome.repository.backend.local;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The machine's own file system. */
public final class RealDisk implements Disk {
  /**
   * So many bytes go in one call: Java keeps memory of that size, outside of its heap, for each
   * thread that reads or writes.
   */
  private static final int PIECE = 256 * 1024;

  private final Path root;

  public RealDisk(Path root) {
    this.root = root;
  }

  private Path at(String path) {
    return path.isEmpty() ? root : root.resolve(path);
  }

  @Override
  public boolean makeFolder(String path) throws IOException {
    try {
      Files.createDirectory(
          at(path),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void write(String path, ByteBuffer bytes) throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel file = FileChannel.open(at(path), Set.of(CREATE_NEW, WRITE), mine)) {
      ByteBuffer left = bytes.duplicate();
      while (left.hasRemaining()) {
        ByteBuffer piece = piece(left);
        file.write(piece);
        left.position(left.position() + piece.position());
      }
    }
  }

  private static ByteBuffer piece(ByteBuffer of) {
    return of.slice(of.position(), Math.min(PIECE, of.remaining()));
  }

  @Override
  public void sync(String path) throws IOException {
    try (FileChannel file = FileChannel.open(at(path), WRITE)) {
      file.force(true);
    }
  }

  @Override
  public void syncFolder(String path) throws IOException {
    try (FileChannel folder = FileChannel.open(at(path), READ)) {
      folder.force(true);
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    Files.move(
        at(from), at(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void link(String existing, String path) throws IOException {
    Files.createLink(at(path), at(existing));
  }

  @Override
  public boolean delete(String path) throws IOException {
    return Files.deleteIfExists(at(path));
  }

  @Override
  public void read(String path, long at, ByteBuffer into) throws IOException {
    try (FileChannel file = FileChannel.open(at(path), READ)) {
      for (long position = at; into.hasRemaining(); ) {
        int count = file.read(piece(into), position);
        if (count < 0) {
          throw new EOFException(path + " ends at byte " + position);
        }
        into.position(into.position() + count);
        position += count;
      }
    }
  }

  @Override
  public byte[] readAll(String path) throws IOException {
    return Files.readAllBytes(at(path));
  }

  @Override
  public List<Item> list(String path) throws IOException {
    var items = new ArrayList<Item>();
    try (var names = Files.newDirectoryStream(at(path))) {
      for (Path each : names) {
        try {
          var attributes = Files.readAttributes(each, BasicFileAttributes.class);
          items.add(
              new Item(
                  String.valueOf(each.getFileName()),
                  attributes.isDirectory(),
                  attributes.isDirectory() ? 0 : attributes.size()));
        } catch (NoSuchFileException e) {
          // deleted since it was named
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return items;
  }
}
