package dev.rehome.lock;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.lock.LockEntry.Held;
import dev.rehome.lock.LockEntry.Released;
import dev.rehome.repository.Machine;
import java.time.Duration;
import java.util.Optional;

/**
 * One at work on one stack at a time, from any machine. Numbers of objects only grow, and the
 * highest counts, so that of several who try one wins; a nonce tells two takings apart. Each
 * machine measures lengths by its own clock, and compares no moments with another's.
 */
public final class StackLock implements AutoCloseable {
  /** How often its owner renews it. */
  public static final Duration RENEWAL = Duration.ofSeconds(15);

  /** For how long somebody has to see nothing of the owner before taking it. */
  public static final Duration SILENCE = Duration.ofMinutes(3);

  /** For how long the owner relies on a renewal; well below that. */
  public static final Duration TRUST = SILENCE.dividedBy(2);

  private static final int LOOKS = 3;

  private final LockObjects objects;
  private final LockClock clock;
  private final long taken;
  private long number;
  private Held held;
  private long renewed; // by clock.nanos(), before it was written
  private boolean over;

  StackLock(LockObjects objects, LockClock clock, long number, Held held, long renewed) {
    this.objects = objects;
    this.clock = clock;
    this.taken = number;
    this.number = number;
    this.held = held;
    this.renewed = renewed;
  }

  /** The number under which it was taken: who takes it later has a higher one. */
  public long number() {
    return taken;
  }

  /** Who has the lock of the stack, if anybody does. */
  public static Optional<Held> holder(LockObjects objects) {
    long newest = objects.newest();
    return newest == 0
        ? Optional.empty()
        : objects
            .read(newest)
            .flatMap(
                entry ->
                    switch (entry) {
                      case Held held -> Optional.of(held);
                      case Released() -> Optional.empty();
                      case LockEntry.Unreadable(String why) ->
                          throw LockTaking.unreadable(objects, why);
                    });
  }

  /** Who has the lock of the stack, unless that is certainly somebody who has ended. */
  public static Optional<Held> working(LockObjects objects) {
    return holder(objects)
        .filter(held -> !held.process().certainlyGone(Machine.here(), ProcessTable.HERE));
  }

  /**
   * Shows others that the owner lives. Fails if the objects cannot be reached, which is no loss
   * yet: it may be called again.
   */
  public synchronized void renew() {
    if (!over && stillThere()) {
      renewNow();
    }
  }

  private void renewNow() {
    long now = clock.nanos();
    // Counted before it is known to have worked: of an answer that is lost, others saw the effect.
    held = held.renewed();
    if (now - renewed < TRUST.toNanos()) {
      objects.put(number, held);
    } else {
      // Somebody may be about to take it, who saw nothing for long: of the two, one wins.
      if (!LockTaking.claim(objects, number + 1, held)) {
        over = true;
        return;
      }
      number++;
      LockTaking.tidy(objects, number);
    }
    renewed = now;
  }

  /** Whether nobody took it since; who lost it never gets it back by waking up. */
  private boolean stillThere() {
    for (int i = 0; i < LOOKS; i++) {
      long newest = objects.newest();
      Optional<LockEntry> entry = newest == 0 ? Optional.empty() : objects.read(newest);
      if (entry.isPresent()) {
        boolean there = own(entry.get());
        number = there ? newest : number; // also one that was claimed without an answer
        over = over || !there;
        return there;
      } // else it was removed after it was listed, since there is a newer one; or all are away
    }
    throw new FailureException(
        Failure.Kind.FAILED,
        "the repository does not have the lock of " + objects.stack() + " any more",
        new Safety.Standing("this run stopped before its next step"),
        "see whether the repository is where it was");
  }

  private boolean own(LockEntry entry) {
    return entry instanceof Held found && found.nonce().equals(held.nonce());
  }

  /** Looks whether it is still this owner's: directly before each effect, or there is none. */
  public synchronized void ensureHeld() {
    if (over || !stillThere()) {
      throw lost();
    }
    if (clock.nanos() - renewed >= TRUST.toNanos()) {
      renewNow();
      if (over) {
        throw lost();
      }
    }
  }

  private FailureException lost() {
    return new FailureException(
        Failure.Kind.BUSY,
        "the lock of " + objects.stack() + " is no longer this run's",
        new Safety.Standing("this run stopped before its next step"),
        "rehome status    shows who holds it");
  }

  /** Gives it back, if it is still this owner's. */
  @Override
  public synchronized void close() {
    if (!over && stillThere()) {
      objects.put(number, new Released());
    }
    over = true;
  }
}
