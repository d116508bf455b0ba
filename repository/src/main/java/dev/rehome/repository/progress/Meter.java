package dev.rehome.repository.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what an operation does; safe for several threads. Whoever wants to be told at once extends
 * it.
 */
public class Meter {
  private static final long UNKNOWN = -1;

  private final long start = System.nanoTime();
  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final AtomicLong total = new AtomicLong(UNKNOWN);

  public void file() {
    files.increment();
  }

  public void bytes(long count) {
    bytes.add(count);
  }

  public void stored(long count) {
    stored.add(count);
  }

  public void total(long allBytes) {
    total.set(allBytes);
  }

  public Progress now() {
    long all = total.get();
    return new Progress(
        files.sum(),
        bytes.sum(),
        stored.sum(),
        all == UNKNOWN ? Optional.empty() : Optional.of(all),
        Duration.ofNanos(System.nanoTime() - start));
  }
}
