package dev.rehome.run;

import java.time.Duration;
import java.time.Instant;

/** The time, and waiting for it: the machine's, or a simulated one. */
public interface Clock {
  /** For people, and for what has to be compared across machines. */
  Instant now();

  /** Time that never goes back and that nobody sets, since some moment. */
  Duration elapsed();

  /** Waits; fails if this thread is interrupted. */
  void pause(Duration length);

  /** The machine's. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public Duration elapsed() {
          return Duration.ofNanos(System.nanoTime());
        }

        @Override
        public void pause(Duration length) {
          try {
            Thread.sleep(length);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
          }
        }
      };
}
