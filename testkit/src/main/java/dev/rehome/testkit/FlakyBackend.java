package dev.rehome.testkit;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A backend of which every third call or so fails for a passing reason, often after it has taken
 * effect.
 */
public final class FlakyBackend implements Backend {
  private final Backend backend;
  private final Random random;

  public FlakyBackend(Backend backend, long seed) {
    this.backend = backend;
    this.random = new Random(seed);
  }

  private synchronized int roll() {
    return random.nextInt(6);
  }

  private void around(Runnable action) {
    int roll = roll();
    if (roll == 0) {
      throw passing();
    }
    action.run();
    if (roll == 1) {
      throw passing();
    }
  }

  private static BackendException passing() {
    return new BackendException(BackendException.Kind.TRANSIENT, "flaky on purpose");
  }

  @Override
  public String location() {
    return backend.location();
  }

  @Override
  public void prepare() {
    around(backend::prepare);
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    around(() -> backend.put(name, bytes));
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    boolean[] won = new boolean[1];
    around(() -> won[0] = backend.putIfAbsent(name, bytes));
    return won[0];
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    around(() -> backend.read(name, at, into));
  }

  @Override
  public byte[] readAll(Name name) {
    byte[][] bytes = new byte[1][];
    around(() -> bytes[0] = backend.readAll(name));
    return bytes[0];
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    around(() -> backend.list(kind, each));
  }

  @Override
  public void delete(Name name) {
    around(() -> backend.delete(name));
  }
}
