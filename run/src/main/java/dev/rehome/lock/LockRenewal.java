package dev.rehome.lock;

import java.time.Duration;

/**
 * Renews a lock in the background for as long as its owner works. A renewal that fails is tried
 * again, since the next one may succeed; whether the lock still holds is asked before each effect.
 */
public final class LockRenewal implements AutoCloseable {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final StackLock lock;
  private final Duration every;
  private final Duration afterFailure;
  private final Thread thread;

  private LockRenewal(StackLock lock, Duration every, Duration afterFailure) {
    this.lock = lock;
    this.every = every;
    this.afterFailure = afterFailure;
    this.thread = Thread.ofPlatform().daemon().name("stack lock renewal").unstarted(this::go);
  }

  public static LockRenewal of(StackLock lock) {
    return of(lock, StackLock.RENEWAL, AFTER_FAILURE);
  }

  static LockRenewal of(StackLock lock, Duration every, Duration afterFailure) {
    var renewal = new LockRenewal(lock, every, afterFailure);
    renewal.thread.start();
    return renewal;
  }

  private void go() {
    Duration pause = every;
    while (true) {
      try {
        Thread.sleep(pause);
        lock.renew();
        pause = every;
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException e) {
        pause = afterFailure;
      }
    }
  }

  /** Ends it; the lock is still held. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
