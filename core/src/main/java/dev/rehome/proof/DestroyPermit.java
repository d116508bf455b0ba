package dev.rehome.proof;

import dev.rehome.backup.BackupId;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Leave to carry out one plan to destroy: what can be shown for it is a proven backup, and that
 * everything the decision rests on was just looked at again. Good for one use, soon; it is never
 * stored.
 */
public final class DestroyPermit {
  /** How old what was seen may be. */
  static final Duration FRESH = Duration.ofMinutes(1);

  private final BackupId backup;
  private final String plan;
  private final Instant seen;
  private final InstantSource clock;
  private final AtomicBoolean used = new AtomicBoolean();

  DestroyPermit(BackupId backup, LastLook.Seen seen, InstantSource clock) {
    this.backup = backup;
    this.plan = seen.plan();
    this.seen = seen.at();
    this.clock = clock;
  }

  /** The backup that all can be rebuilt from. */
  public BackupId backup() {
    return backup;
  }

  /**
   * Whoever destroys calls this first. It fails for a plan that it was not made for, for the second
   * time, and when the last look was too long ago.
   */
  public void use(DestroyPlan about) {
    if (!about.digest().equals(plan)) {
      throw refused("what would be destroyed is not what the last look was about");
    }
    ensureFresh();
    if (used.getAndSet(true)) {
      throw refused("the leave to destroy was used before");
    }
  }

  /** Fails when the last look was too long ago; asked once more directly before it is acted on. */
  public void ensureFresh() {
    ensureFresh(seen, clock);
  }

  /**
   * Fails when what goes without a permit was looked at too long ago: building replaces what failed
   * to be provisioned.
   */
  public static void ensureFresh(Instant seen, InstantSource clock) {
    if (!fresh(seen, clock)) {
      throw refused("the last look is older than a minute");
    }
  }

  /** A clock that was set back makes things that are newer than now: these are not fresh either. */
  static boolean fresh(Instant seen, InstantSource clock) {
    return Duration.between(seen, clock.instant()).abs().compareTo(FRESH) <= 0;
  }

  private static FailureException refused(String why) {
    return new FailureException(
        Failure.Kind.NOT_READY,
        "nothing is destroyed, since " + why,
        Safety.NOTHING_CHANGED,
        "rehome resume    looks again");
  }
}
