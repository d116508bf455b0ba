package dev.rehome.lock;

import java.time.Duration;
import java.time.Instant;

/** Time, as one machine has it. */
public interface LockClock {
  /** The day and hour, for people to read; never compared with another machine's. */
  Instant now();

  /** Goes on evenly, whatever becomes of the day and hour; only differences mean something. */
  long nanos();

  /** Waits. */
  void sleep(Duration length);

  /** This machine's. */
  LockClock SYSTEM =
      new LockClock() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration length) {
          try {
            Thread.sleep(length);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
          }
        }
      };
}
