package dev.rehome.testkit;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** A repository in memory. */
public final class MemoryBackend implements Backend {
  private final Map<Name, byte[]> files = new ConcurrentSkipListMap<>();

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void prepare() {}

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    files.put(name, copy(bytes));
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return files.putIfAbsent(name, copy(bytes)) == null;
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    byte[] bytes = readAll(name);
    if (at + into.remaining() > bytes.length) {
      throw new BackendException(
          BackendException.Kind.PERMANENT, name + " is shorter than it should be");
    }
    into.put(bytes, (int) at, into.remaining());
  }

  @Override
  public byte[] readAll(Name name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new BackendException(BackendException.Kind.ABSENT, "there is no " + name);
    }
    return bytes.clone();
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    files.forEach(
        (name, bytes) -> {
          if (name.kind() == kind) {
            each.accept(new Entry(name, bytes.length));
          }
        });
  }

  @Override
  public void delete(Name name) {
    files.remove(name);
  }
}
