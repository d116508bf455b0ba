package dev.rehome.world;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.run.Hold;
import org.jspecify.annotations.Nullable;

/** The stack's lock in the repository. */
public final class Lock {
  private static final long STALE = 600_000; // milliseconds

  private final World world;
  @Nullable Invocation holder;
  private long number;

  Lock(World world) {
    this.world = world;
  }

  /** Takes it, and gives the right to work. */
  public Hold take(Invocation by, boolean takeOver) {
    return by.call(
        "Lock.take",
        Trouble.REPOSITORY,
        () -> {
          Invocation owner = holder;
          if (owner != null && owner != by && !takeOver && !dead(owner, by)) {
            throw new FailureException(
                Failure.Kind.BUSY,
                "another run is on: " + owner,
                new Safety.Untouched("this command changed nothing"),
                "wait until it is over, or the same command with --take-over");
          }
          holder = by;
          by.lockNumber = ++number;
          return () -> ensureHeld(by);
        });
  }

  /** One that sleeps is alive to its own machine, and long not heard of to another one. */
  private boolean dead(Invocation owner, Invocation by) {
    boolean sameMachine = owner.machine == by.machine && !owner.alive;
    boolean silent = !owner.alive && owner.until + STALE < world.now();
    return sameMachine || silent;
  }

  private void ensureHeld(Invocation by) {
    by.asksForLock();
    by.call(
        "Lock.ensureHeld",
        Trouble.REPOSITORY,
        () -> {
          if (holder != by) {
            throw new FailureException(
                Failure.Kind.BUSY,
                "the lock is no longer this run's",
                new Safety.Standing("this run stopped before its next step"),
                "rehome status    shows who holds it");
          }
          by.lookedAtLock();
        });
  }

  /** Whether somebody else took it since: what this one says was true before. */
  boolean wasTakenFrom(Invocation by) {
    return by.lockNumber != 0 && by.lockNumber != number;
  }

  /** Gives it back. */
  public void release(Invocation by) {
    if (holder == by && by.alive) {
      holder = null;
    }
  }
}
