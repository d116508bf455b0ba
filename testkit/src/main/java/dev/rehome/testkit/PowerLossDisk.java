package dev.rehome.testkit;

import dev.rehome.repository.backend.local.Disk;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A disk that can lose power. It keeps two states: what a running system sees, and what surely is
 * on the platters: bytes that were synced, under names whose folder was synced. At the chosen
 * operation the power goes; what was not synced is gone, in the worst way: a file whose name is
 * safe and whose bytes are not has half of them.
 */
public final class PowerLossDisk implements Disk {
  /** The power is gone; no operation works any more. */
  public static final class PowerLoss extends IOException {
    private static final long serialVersionUID = 1L;

    PowerLoss() {
      super("the power went");
    }
  }

  private static final class Bytes {
    final byte[] written;
    boolean synced;

    Bytes(byte[] written) {
      this.written = written;
    }
  }

  /**
   * What becomes of names that were changed and whose folder was not synced since: a disk may do
   * either.
   */
  public enum Names {
    /** They are as they were at the last sync. */
    LOST,
    /** They are as they were changed, in spite of everything. */
    KEPT
  }

  private final Names names;
  private final Map<String, Bytes> seen = new TreeMap<>();
  private final Map<String, Bytes> safe = new TreeMap<>();
  private final java.util.Set<String> folders = new java.util.TreeSet<>(List.of(""));
  private final java.util.Set<String> safeFolders = new java.util.TreeSet<>(List.of(""));
  private int lossAt = Integer.MAX_VALUE;
  private int operations;

  public PowerLossDisk(Names names) {
    this.names = names;
  }

  /** The power goes at this further operation that changes or syncs anything, from 1. */
  public synchronized void losePowerAt(int operation) {
    lossAt = operations + operation;
  }

  public synchronized int operations() {
    return operations;
  }

  private void change() throws PowerLoss {
    if (++operations >= lossAt) {
      throw new PowerLoss();
    }
  }

  private void alive() throws PowerLoss {
    if (operations >= lossAt) {
      throw new PowerLoss();
    }
  }

  /** Writes what survived into a real folder. */
  public synchronized void survivors(Path folder) throws IOException {
    var survivingFolders = names == Names.KEPT ? folders : safeFolders;
    for (String path : survivingFolders) {
      Files.createDirectories(folder.resolve(path));
    }
    for (Map.Entry<String, Bytes> file : (names == Names.KEPT ? seen : safe).entrySet()) {
      byte[] bytes = file.getValue().written;
      int length = file.getValue().synced ? bytes.length : bytes.length / 2;
      if (survivingFolders.contains(parent(file.getKey()))) { // else its folder's own name was lost
        Files.write(folder.resolve(file.getKey()), java.util.Arrays.copyOf(bytes, length));
      }
    }
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  @Override
  public synchronized boolean makeFolder(String path) throws IOException {
    change();
    return folders.add(path);
  }

  @Override
  public synchronized void write(String path, ByteBuffer bytes) throws IOException {
    change();
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    if (seen.putIfAbsent(path, new Bytes(copy)) != null) {
      throw new FileAlreadyExistsException(path);
    }
  }

  private Bytes file(String path) throws NoSuchFileException {
    Bytes bytes = seen.get(path);
    if (bytes == null) {
      throw new NoSuchFileException(path);
    }
    return bytes;
  }

  @Override
  public synchronized void sync(String path) throws IOException {
    change();
    file(path).synced = true;
  }

  @Override
  public synchronized void syncFolder(String path) throws IOException {
    change();
    safe.keySet().removeIf(name -> parent(name).equals(path) && !seen.containsKey(name));
    seen.forEach(
        (name, bytes) -> {
          if (parent(name).equals(path)) {
            safe.put(name, bytes);
          }
        });
    folders.stream()
        .filter(name -> !name.isEmpty() && parent(name).equals(path))
        .forEach(safeFolders::add);
  }

  @Override
  public synchronized void move(String from, String to) throws IOException {
    change();
    seen.put(to, file(from));
    seen.remove(from);
  }

  @Override
  public synchronized void link(String existing, String path) throws IOException {
    change();
    if (seen.putIfAbsent(path, file(existing)) != null) {
      throw new FileAlreadyExistsException(path);
    }
  }

  @Override
  public synchronized boolean delete(String path) throws IOException {
    change();
    return seen.remove(path) != null;
  }

  @Override
  public synchronized void read(String path, long at, ByteBuffer into) throws IOException {
    byte[] bytes = readAll(path);
    if (at + into.remaining() > bytes.length) {
      throw new EOFException(path);
    }
    into.put(bytes, (int) at, into.remaining());
  }

  @Override
  public synchronized byte[] readAll(String path) throws IOException {
    alive();
    return file(path).written;
  }

  @Override
  public synchronized List<Item> list(String path) throws IOException {
    alive();
    if (!folders.contains(path)) {
      throw new NoSuchFileException(path);
    }
    var items = new ArrayList<Item>();
    folders.stream()
        .filter(name -> !name.isEmpty() && parent(name).equals(path))
        .forEach(name -> items.add(new Item(name.substring(name.lastIndexOf('/') + 1), true, 0)));
    new HashMap<>(seen)
        .forEach(
            (name, bytes) -> {
              if (parent(name).equals(path)) {
                items.add(
                    new Item(
                        name.substring(name.lastIndexOf('/') + 1), false, bytes.written.length));
              }
            });
    return items;
  }
}
