package dev.rehome.repository.backend;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tries again what failed for a passing reason, with growing pauses. Every call of the port is
 * repeatable, so this needs to know nothing else; only {@link #putIfAbsent} needs a second look,
 * since a lost answer may hide that it had won.
 */
public final class RetryingBackend implements Backend {
  private final Backend backend;
  private final int attempts;
  private final Duration firstPause;

  /**
   * @param attempts how often a call is made at most, 1 or more
   * @param firstPause the pause after the first failure; it doubles with each further one
   */
  public RetryingBackend(Backend backend, int attempts, Duration firstPause) {
    this.backend = backend;
    this.attempts = attempts;
    this.firstPause = firstPause;
  }

  @Override
  public String location() {
    return backend.location();
  }

  @Override
  public Optional<Path> folder() {
    return backend.folder();
  }

  @Override
  public List<String> missingRights() {
    return retry(backend::missingRights);
  }

  @Override
  public Optional<Ticket> ticket(Ticket.Use use, Name name) {
    return retry(() -> backend.ticket(use, name));
  }

  @Override
  public void sweep() {
    run(backend::sweep);
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
    boolean[] unanswered = new boolean[1];
    return retry(
        () -> {
          try {
            return backend.putIfAbsent(name, bytes) || (unanswered[0] && isOurs(name, bytes));
          } catch (BackendException e) {
            unanswered[0] = true;
            throw e;
          }
        });
  }

  /**
   * After an unanswered attempt: the name is taken, and by exactly our bytes (which hold a nonce of
   * their own).
   */
  private boolean isOurs(Name name, ByteBuffer bytes) {
    return ByteBuffer.wrap(backend.readAll(name)).equals(bytes);
  }

  @Override
  public void read(Name name, long at, ByteBuffer into) {
    int start = into.position();
    run(
        () -> {
          into.position(start);
          backend.read(name, at, into);
        });
  }

  @Override
  public byte[] readAll(Name name) {
    return retry(() -> backend.readAll(name));
  }

  /**
   * Listed to the end before anything is handed on, so that a listing begun again names nothing
   * twice.
   */
  @Override
  public void list(Name.Kind kind, Consumer<Entry> each) {
    retry(
            () -> {
              var entries = new java.util.ArrayList<Entry>();
              backend.list(kind, entries::add);
              return entries;
            })
        .forEach(each);
  }

  @Override
  public void delete(Name name) {
    run(() -> backend.delete(name));
  }

  @Override
  public void close() {
    backend.close();
  }

  private void run(Runnable call) {
    retry(
        () -> {
          call.run();
          return true;
        });
  }

  private <T> T retry(Supplier<T> call) {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (BackendException e) {
        if (e.kind() != BackendException.Kind.TRANSIENT || attempt >= attempts) {
          throw e;
        }
        sleep(pause, e);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void sleep(Duration pause, BackendException instead) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw instead;
    }
  }
}
