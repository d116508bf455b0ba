package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.World;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many calls, and effects of jobs, a history takes that nothing disturbs, and where those of
 * its last act begin. All of them are tried, or one in {@code rehome.simulated.every}.
 */
record Points(int from, int to, int fromEffect, int toEffect) {
  /** The effect of a job, counted from the beginning, with which the migration begins. */
  static final int MIGRATING = 20;

  /** One for each plan: to the new revision, back to the old one, and on with a mended one. */
  static final List<List<Wish>> PLANS =
      List.of(
          List.of(Wish.run()),
          List.of(Wish.run(), Wish.rollback()),
          List.of(Wish.run().failing(MIGRATING), Wish.mend()));

  private static final int EVERY = Integer.getInteger("rehome.simulated.every", 1);

  /** The calls to try something at, in parallel. */
  IntStream calls() {
    return tried(from, to);
  }

  /** The effects of jobs to try something at. */
  IntStream ofJobs() {
    return tried(fromEffect, toEffect);
  }

  private static IntStream tried(int first, int last) {
    return IntStream.rangeClosed(first, last).parallel().filter(point -> point % EVERY == 0);
  }

  /** Names of the calls of a history that nothing disturbs. */
  static List<String> callNames(List<Wish> acts, World.Nature nature) {
    var simulation = new Simulation(new World(1, nature));
    acts.forEach(act -> simulation.act("A", act));
    return simulation.world.callNames();
  }

  static Points of(List<Wish> acts) {
    return of(acts, World.Nature.PLAIN);
  }

  static Points of(List<Wish> acts, World.Nature nature) {
    var simulation = new Simulation(new World(1, nature));
    World world = simulation.world;
    int from = 1;
    int fromEffect = 1;
    for (Wish act : acts) {
      from = world.calls() + 1;
      fromEffect = world.effects() + 1;
      simulation.act("A", act);
    }
    return new Points(from, world.calls(), fromEffect, world.effects());
  }
}
