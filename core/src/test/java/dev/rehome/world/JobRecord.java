package dev.rehome.world;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as its folder on a machine, and its processes, have it. */
final class JobRecord {
  private static final long LINGERING = 8_000;

  /**
   * One thing that a job does.
   *
   * @param after milliseconds of work before it
   * @param act what it does in reality; its exit code if it ends the job
   * @param noted what it then writes down, such as in a state
   * @param failed what it writes down if it fails
   */
  record Effect(String what, long after, Act act, Runnable noted, Runnable failed) {
    Effect(String what, long after, Act act, Runnable noted) {
      this(what, after, act, noted, () -> {});
    }

    static Effect of(String what, long after, Act act) {
      return new Effect(what, after, act, () -> {});
    }
  }

  /** Does it; the exit code if that ends the job, or {@link #GOES_ON}. */
  @FunctionalInterface
  interface Act {
    int GOES_ON = -1;

    int act();
  }

  final World world;
  final String folder;
  boolean calledOff;
  boolean removed;
  String what = "";
  @Nullable Invocation by;
  @Nullable Environment environment;
  boolean changes;
  private List<Effect> effects = List.of();
  private int next;
  long due;
  boolean begun;
  boolean lost;
  Optional<Integer> exit = Optional.empty();
  String output = "";
  private boolean lingers;

  JobRecord(World world, String folder) {
    this.world = world;
    this.folder = folder;
  }

  void begin(Script script, Invocation invocation) {
    begun = true;
    by = invocation;
    what = script.what();
    environment = script.environment();
    changes = script.changes();
    effects = script.effects();
    schedule();
    if (exit.isEmpty()) {
      world.running.add(this);
    }
  }

  private void schedule() {
    if (next == effects.size()) {
      ends(0);
    } else {
      due = world.now() + effects.get(next).after();
    }
  }

  private void ends(int code) {
    exit = Optional.of(code);
    over();
  }

  private void over() {
    world.running.remove(this);
    if (environment != null && environment.stateLock == this) {
      environment.stateLock = null;
    }
  }

  boolean changesInfrastructure() {
    return toString().startsWith("create ") || toString().startsWith("destroy ");
  }

  boolean isRunning() {
    return begun && exit.isEmpty() && !lost;
  }

  boolean hasSurvivors() {
    return lingers || (removed && isRunning());
  }

  /** The next effect. */
  void step() {
    Effect effect = effects.get(next);
    Strike strike = world.effect(this, effect.what());
    if (lingers) {
      lingers = false;
      effect.act().act();
      effect.noted().run();
      over();
      return;
    }
    if (strike == null) {
      did(effect);
      return;
    }
    switch (strike) {
      case JOB_KILLED -> kill();
      case JOB_KILLED_WITHIN -> {
        effect.act().act();
        kill();
      }
      case JOB_LINGERS -> {
        lost = true;
        lingers = true;
        due = world.now() + LINGERING;
      }
      case JOB_FAILS -> fails(effect);
      case JOB_LOSES -> {
        effect.act().act();
        fails(effect);
      }
      case JOB_SKIPS -> {
        boolean unseen =
            what.equals("migrate")
                || effect.what().startsWith("provisions")
                || (what.equals("stop") && world.nature.eager()); // who uploads needs no database
        if (unseen || effect.what().equals(Scripts.LOCKS)) {
          fails(effect); // a script that leaves something out without a word, nobody can notice
          return;
        }
        next++;
        schedule();
      }
      default -> throw new IllegalStateException(strike + " is not for jobs");
    }
  }

  private void fails(Effect effect) {
    effect.failed().run();
    ends(1);
  }

  private void did(Effect effect) {
    int code = effect.act().act();
    if (code != Act.GOES_ON) {
      ends(code);
      return;
    }
    effect.noted().run();
    next++;
    schedule();
  }

  void kill() {
    lost = true;
    lingers = false;
    over();
  }

  @Override
  public String toString() {
    return what;
  }
}
