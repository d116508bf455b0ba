package dev.rehome.testkit;

import dev.rehome.repository.backend.Backend;
import dev.rehome.repository.backend.BackendException;
import dev.rehome.repository.backend.Name;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A backend that breaks at its n-th call and stays broken, as if its process or its network had
 * died there: before the call does anything, or after it has done it and nobody hears so.
 */
public final class FailingBackend implements Backend {
  /** Whether the failing call still takes effect. */
  public enum When {
    BEFORE,
    AFTER
  }

  private final Backend backend;
  private final int failing;
  private final When when;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param failing the number of the call that fails, from 1
   */
  public FailingBackend(Backend backend, int failing, When when) {
    this.backend = backend;
    this.failing = failing;
    this.when = when;
  }

  /** Never failing: to count calls. */
  public FailingBackend(Backend backend) {
    this(backend, Integer.MAX_VALUE, When.BEFORE);
  }

  public int calls() {
    return calls.get();
  }

  private <T> T call(Supplier<T> action) {
    int number = calls.incrementAndGet();
    if (number < failing) {
      return action.get();
    }
    if (number == failing && when == When.AFTER) {
      T unheard = action.get();
      Objects.requireNonNull(unheard);
    }
    throw new BackendException(
        BackendException.Kind.TRANSIENT, "broken on purpose at call " + failing);
  }

  private void run(Runnable action) {
    call(
        () -> {
          action.run();
          return true;
        });
  }

  @Override
  public String location() {
    return backend.location();
  }

  @Override
  public void prepare() {
    run(backend::prepare);
  }

  @Override
  public void put(Name name, ByteBuffer bytes) {
    run(() -> backend.put(name, bytes));
  }

  @Override
  public boolean putIfAbsent(Name name, ByteBuffer bytes) {
    return call(() -> backend.putIfAbsent(name, bytes));
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    run(() -> backend.read(name, at, into));
  }

  @Override
  public byte[] readAll(Name name) {
    return call(() -> backend.readAll(name));
  }

  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    run(() -> backend.list(kind, each));
  }

  @Override
  public void delete(Name name) {
    run(() -> backend.delete(name));
  }

  @Override
  public void sweep() {
    run(backend::sweep);
  }
}
