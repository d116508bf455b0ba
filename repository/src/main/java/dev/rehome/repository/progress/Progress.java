package dev.rehome.repository.progress;

import java.time.Duration;
import java.util.Optional;

/**
 * How far an operation is at one moment.
 *
 * @param files files done
 * @param bytes bytes read (backup, check) or verified (restore)
 * @param stored bytes written: sealed into the repository, or onto the target
 * @param totalBytes of all that is to be done, if that is known yet
 */
public record Progress(
    long files, long bytes, long stored, Optional<Long> totalBytes, Duration elapsed) {
  /** Bytes a second on average. */
  public long rate() {
    return elapsed.isZero() ? 0 : (long) (bytes / (elapsed.toNanos() / 1e9));
  }

  /** What is left at this rate, if the total is known. */
  public Optional<Duration> remaining() {
    long rate = rate();
    if (rate == 0 || totalBytes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds(Math.max(0, totalBytes.get() - bytes) / rate));
  }
}
