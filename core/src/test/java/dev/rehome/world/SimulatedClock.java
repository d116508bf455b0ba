package dev.rehome.world;

import dev.rehome.failure.FailureException;
import dev.rehome.run.Clock;
import java.time.Duration;
import java.time.Instant;

/** The world's time; pausing lets the others act. */
public final class SimulatedClock implements Clock {
  private final Invocation by;

  public SimulatedClock(Invocation by) {
    this.by = by;
  }

  @Override
  public Instant now() {
    return by.world.instant();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofMillis(by.world.now());
  }

  @Override
  public void pause(Duration length) {
    by.ensureAlive();
    try {
      by.call("Clock.pause", Trouble.NETWORK, () -> by.world.pass(length.toMillis()));
    } catch (FailureException e) {
      by.world.pass(length.toMillis()); // a clock does not fail
    }
  }
}
