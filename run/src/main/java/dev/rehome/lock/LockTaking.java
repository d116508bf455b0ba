package dev.rehome.lock;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.lock.LockEntry.Held;
import dev.rehome.lock.LockEntry.Released;
import dev.rehome.lock.LockEntry.Unreadable;
import dev.rehome.repository.Machine;
import dev.rehome.repository.Party;
import dev.rehome.repository.Repository;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes a stack's lock. From an owner who has certainly ended it is taken at once; from one of whom
 * nobody can tell, after watching for long that nothing is seen of him.
 *
 * @param user who is to have it
 * @param table the processes here
 * @param says what is told while it is waited for
 */
public record LockTaking(
    LockObjects objects,
    LockClock clock,
    ProcessIdentity self,
    String user,
    ProcessTable table,
    Consumer<String> says) {
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final int NONCE = 16;

  /** By this process, for this machine's time. */
  public static LockTaking of(Repository repository, String stack, Consumer<String> says) {
    return new LockTaking(
        new RepositoryLockObjects(repository, stack),
        LockClock.SYSTEM,
        ProcessIdentity.self(),
        Party.self().username(),
        ProcessTable.HERE,
        says);
  }

  /** What was seen of the lock, since when. */
  private record Sighting(long number, LockEntry entry, long since) {
    boolean same(long now, LockEntry there) {
      return number == now && entry.equals(there);
    }
  }

  /**
   * Takes it, or says who has it.
   *
   * @param work what it is for, as others are told
   * @param force whether to take it from an owner who may be alive
   */
  public StackLock take(String work, boolean force) {
    Optional<Sighting> first = Optional.empty();
    while (true) {
      long newest = objects.newest();
      Optional<LockEntry> there = newest == 0 ? Optional.empty() : objects.read(newest);
      if (newest != 0 && there.isEmpty()) {
        clock.sleep(LOOK); // taken in this moment, and its forerunner removed
        continue;
      }
      LockEntry entry = there.orElse(new Released());
      if (force || free(newest, entry, first)) {
        return claim(newest + 1, work);
      }
      if (first.isPresent() && !first.get().same(newest, entry)) {
        throw busy(entry);
      }
      if (first.isEmpty()) {
        first = Optional.of(new Sighting(newest, entry, clock.nanos()));
        says.accept(waiting(entry));
      }
      clock.sleep(LOOK);
    }
  }

  private boolean free(long newest, LockEntry entry, Optional<Sighting> first) {
    return switch (entry) {
      case Released() -> true;
      case Held held when held.process().certainlyGone(here(), table) -> true;
      case Held held when held.process().certainlyRuns(here(), table) -> throw busy(held);
      case Held held -> silent(newest, held, first);
      case Unreadable(String why) -> throw unreadable(objects, why);
    };
  }

  private boolean silent(long newest, Held held, Optional<Sighting> first) {
    return first
        .filter(seen -> seen.same(newest, held))
        .filter(seen -> clock.nanos() - seen.since() >= StackLock.SILENCE.toNanos())
        .isPresent();
  }

  private Machine here() {
    return self.machine();
  }

  private StackLock claim(long number, String work) {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    var held = new Held(HexFormat.of().formatHex(nonce), self, user, work, clock.now(), 0);
    long began = clock.nanos();
    if (!claim(objects, number, held)) {
      throw busy(objects.read(number).orElse(new Released()));
    }
    var lock = new StackLock(objects, clock, number, held, began);
    tidy(objects, number);
    return lock;
  }

  /** Lower numbers count for nothing, so it does no harm if they stay. */
  static void tidy(LockObjects objects, long number) {
    try {
      objects.deleteBelow(number);
    } catch (RuntimeException e) {
      // Whoever takes the lock next removes them.
    }
  }

  /** Whether it is there now; the answer may be lost, or come from a second try at the same. */
  static boolean claim(LockObjects objects, long number, Held held) {
    try {
      return objects.putIfAbsent(number, held) || isThere(objects, number, held);
    } catch (RuntimeException e) {
      try {
        if (isThere(objects, number, held)) {
          return true;
        }
      } catch (RuntimeException looking) {
        e.addSuppressed(looking);
      }
      throw e;
    }
  }

  private static boolean isThere(LockObjects objects, long number, Held held) {
    return objects.read(number).filter(held::equals).isPresent();
  }

  private String waiting(LockEntry entry) {
    return "the lock of "
        + objects.stack()
        + " is held by "
        + entry
        + "; if nothing is seen of that for "
        + StackLock.SILENCE.toMinutes()
        + " minutes, it is taken over (--take-over does so at once: be certain that it has ended,"
        + " and what it began on its machine)";
  }

  private FailureException busy(LockEntry entry) {
    String who = entry instanceof Held held ? held.toString() : "it was taken a moment ago";
    return new FailureException(
        Failure.Kind.BUSY,
        "another run of " + objects.stack() + " is on: " + who,
        new Safety.Untouched("this command changed nothing"),
        "rehome status    shows it; wait until it is over",
        "if that process, and what it began on its machine, has certainly ended: the same command"
            + " with --take-over");
  }

  static FailureException unreadable(LockObjects objects, String why) {
    return new FailureException(
        Failure.Kind.FAILED,
        "it cannot be read who has the lock of "
            + objects.stack()
            + ": it is damaged, or another version of Rehome has written it ("
            + why
            + ")",
        Safety.NOTHING_CHANGED,
        "see that nobody redeploys it; then the same command with --take-over");
  }
}
