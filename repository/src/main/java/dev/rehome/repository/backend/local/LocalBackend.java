package dev.rehome.repository.backend.local;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A repository in a folder. A file is written under a temporary name, synced, given its real name,
 * and its folder is synced: so it is there whole or not at all, and still there after a power loss.
 */
public final class LocalBackend implements Backend {
  private static final String TEMPORARY = ".rehome-";

  private final String location;
  private final Optional<Path> folder;
  private final Disk disk;
  private final Set<String> folders = ConcurrentHashMap.newKeySet();

  public LocalBackend(Path folder) {
    this(folder.toString(), Optional.of(folder), new RealDisk(folder));
  }

  /** On another disk than the machine's own. */
  public LocalBackend(String location, Disk disk) {
    this(location, Optional.empty(), disk);
  }

  private LocalBackend(String location, Optional<Path> folder, Disk disk) {
    this.location = location;
    this.folder = folder;
    this.disk = disk;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Optional<Path> folder() {
    return folder;
  }

  @Override
  public void sweep() {
    attempt(
        "sweep",
        () -> {
          for (Name.Kind kind : Name.Kind.values()) {
            sweep(kind.folder(), kind == Name.Kind.PACK);
          }
        });
  }

  private void sweep(String folder, boolean deeply) throws IOException {
    for (Disk.Item item : listed(folder)) {
      String path = folder.isEmpty() ? item.name() : folder + "/" + item.name();
      if (item.folder() && deeply) {
        sweep(path, false);
      } else if (item.name().startsWith(TEMPORARY)) {
        disk.delete(path);
      }
    }
  }

  @Override
  public void prepare() {
    attempt(
        "prepare",
        () -> {
          for (Name.Kind kind : Name.Kind.values()) {
            ensureFolder(kind.folder());
          }
        });
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    place(name, bytes, disk::move);
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return place(
        name,
        bytes,
        (temporary, path) -> {
          disk.link(temporary, path);
          disk.delete(temporary);
        });
  }

  private interface Naming {
    void name(String temporary, String path) throws IOException;
  }

  /** Writes and syncs under a temporary name, then names; false if the name was taken. */
  private boolean place(Name name, ByteBuffer bytes, Naming naming) {
    String path = name.path();
    String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    String temporary = (folder.isEmpty() ? "" : folder + "/") + TEMPORARY + UUID.randomUUID();
    boolean[] placed = new boolean[1];
    attempt(
        "write " + name,
        () -> {
          ensureFolder(folder);
          try {
            disk.write(temporary, bytes);
            disk.sync(temporary);
            naming.name(temporary, path);
            placed[0] = true;
          } catch (FileAlreadyExistsException e) {
            disk.delete(temporary);
          } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw e;
          }
          disk.syncFolder(folder);
        });
    return placed[0];
  }

  private void deleteQuietly(String temporary, IOException first) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      first.addSuppressed(e);
    }
  }

  private void ensureFolder(String folder) throws IOException {
    if (folder.isEmpty() || folders.contains(folder)) {
      return;
    }
    String parent = folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : "";
    ensureFolder(parent);
    disk.makeFolder(folder);
    disk.syncFolder(
        parent); // also when it was there: its maker may have been stopped before the sync
    folders.add(folder);
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    attempt("read " + name, () -> disk.read(name.path(), at, into));
  }

  @Override
  public byte[] readAll(Name name) {
    byte[][] bytes = new byte[1][];
    attempt("read " + name, () -> bytes[0] = disk.readAll(name.path()));
    return bytes[0];
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    attempt(
        "list " + kind.folder(),
        () -> {
          for (Disk.Item item : listed(kind.folder())) {
            if (kind == Name.Kind.PACK && item.folder()) {
              listed("data/" + item.name()).forEach(pack -> report(kind, pack, each));
            } else {
              report(kind, item, each);
            }
          }
        });
  }

  private Iterable<Disk.Item> listed(String folder) throws IOException {
    try {
      return disk.list(folder);
    } catch (NoSuchFileException e) {
      return java.util.List.of(); // restic makes some folders only when they are needed
    }
  }

  private static void report(Name.Kind kind, Disk.Item item, Consumer<Entry> each) {
    boolean ours = kind == Name.Kind.CONFIG ? item.name().equals("config") : Name.isId(item.name());
    if (ours && !item.folder()) {
      each.accept(new Entry(new Name(kind, item.name()), item.size()));
    }
  }

  @Override
  public void delete(Name name) {
    attempt(
        "delete " + name,
        () -> {
          String path = name.path();
          try {
            disk.delete(path);
            disk.syncFolder(path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "");
          } catch (NoSuchFileException e) {
            return; // not even its folder is there
          }
        });
  }

  private interface Action {
    void run() throws IOException;
  }

  private void attempt(String what, Action action) {
    try {
      action.run();
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw failed(BackendException.Kind.ABSENT, what, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw failed(BackendException.Kind.DENIED, what, "no permission", e);
    } catch (EOFException e) {
      throw failed(
          BackendException.Kind.PERMANENT, what, "the file is shorter than it should be", e);
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      boolean full = reason.contains("No space left") || reason.contains("quota exceeded");
      throw failed(
          full ? BackendException.Kind.FULL : BackendException.Kind.PERMANENT, what, reason, e);
    }
  }

  private BackendException failed(
      BackendException.Kind kind, String what, String reason, IOException cause) {
    return new BackendException(
        kind, "could not " + what + " in " + location + ": " + reason, cause);
  }
}
