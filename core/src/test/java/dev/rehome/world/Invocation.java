package dev.rehome.world;

import dev.rehome.repository.Cancellation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process of the program on one machine, from its start to its end, or to its kill. */
@SuppressWarnings("ReturnValueIgnored") // answers are lost on purpose
public final class Invocation {
  private static final long CALL = 50; // milliseconds
  private static final long HANGING = 300_000;

  final World world;
  final Machine machine;
  final int number;
  final java.util.Map<String, Scripts.Planned> plans;
  final Cancellation cancellation = new Cancellation();
  boolean alive = true;
  boolean asleep;
  long until;
  private int calls;

  /** How many changes it made to the stack. */
  int changes;

  /** The environment whose mark it looked at, and may write down next. */
  @Nullable Environment marked;

  /** The same of files. */
  @Nullable Environment markedFiles;

  /** Under which it took the lock. */
  long lockNumber;

  private int held;
  private int asked;

  Invocation(World world, Machine machine, int number) {
    this.world = world;
    this.machine = machine;
    this.number = number;
    this.plans = machine.plans;
  }

  void ensureAlive() {
    if (!alive) {
      throw new Killed();
    }
  }

  /** It is gone; what it started goes on. */
  void kill() {
    world.note(this, "is killed");
    end();
    throw new Killed();
  }

  /** It ended by itself, or was killed. */
  public void end() {
    alive = false;
    until = world.now();
    machine.open.values().removeIf(by -> by == this);
  }

  /** It ends by itself, having looked at the environment that it worked on. */
  public void settles(Environment environment) {
    environment.settles(machine);
  }

  public boolean alive() {
    return alive;
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  public String machineName() {
    return machine.name;
  }

  /** Whether the lock was looked at in the call directly before this one. */
  boolean justLookedAtLock() {
    return calls - held <= 1;
  }

  void lookedAtLock() {
    held = calls;
  }

  /** Whether it asked then, and may have got no answer: what puts something right goes on. */
  boolean justAskedForLock() {
    return calls - asked <= 2;
  }

  void asksForLock() {
    asked = calls;
  }

  void call(String what, Trouble trouble, Runnable act) {
    call(
        what,
        trouble,
        () -> {
          act.run();
          return this;
        });
  }

  /** Calls a port, with whatever goes wrong at that call. */
  <T> T call(String what, Trouble trouble, Supplier<T> act) {
    ensureAlive();
    calls++;
    Strike strike = world.begins(this, what, CALL);
    ensureAlive();
    return strike == null ? act.get() : struck(strike, what, trouble, act);
  }

  private <T> T struck(Strike strike, String what, Trouble trouble, Supplier<T> act) {
    switch (strike) {
      case KILL_BEFORE -> kill();
      case FAIL -> throw trouble.of(what);
      case HANG -> {
        world.pass(HANGING);
        throw trouble.of(what);
      }
      case LOSE -> {
        act.get();
        throw trouble.of(what);
      }
      case STOP -> {
        cancellation.cancel();
        return act.get();
      }
      case KILL_WITHIN -> {
        world.cutShort = this;
        act.get();
        world.cutShort = null;
        kill();
      }
      case KILL_AFTER -> {
        act.get();
        kill();
      }
      default -> throw new IllegalStateException(strike + " is for jobs");
    }
    throw new Killed();
  }

  /** A place half way in a call, at which it may be killed. */
  void halfWay() {
    @Nullable Invocation cut = world.cutShort;
    if (cut == this) {
      world.cutShort = null;
      kill();
    }
  }

  @Override
  public String toString() {
    return machine.name + number;
  }
}
