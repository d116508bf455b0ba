package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Has every call to a port, and every effect of a job, fail in each way; pairs are sampled. */
final class FaultEverywhereTest {
  private static final List<Strike> FAULTS = List.of(Strike.FAIL, Strike.HANG, Strike.LOSE);
  private static final List<Strike> OF_JOBS =
      List.of(
          Strike.JOB_KILLED,
          Strike.JOB_KILLED_WITHIN,
          Strike.JOB_LINGERS,
          Strike.JOB_FAILS,
          Strike.JOB_LOSES,
          Strike.JOB_SKIPS);
  private static final List<Wish> NEXT = List.of(Wish.resume(), Wish.rollback());

  private final Findings findings = new Findings("faults");

  @Test
  void nothingIsLostWhateverFails() {
    everywhere(List.of(Wish.run()));
    everywhere(List.of(Wish.run(), Wish.rollback()));
    findings.verify();
  }

  private void everywhere(List<Wish> acts) {
    Points points = Points.of(acts);
    points
        .calls()
        .forEach(
            call -> {
              for (Strike fault : FAULTS) {
                NEXT.forEach(next -> one(acts, call, fault, next, false));
                one(acts, call, fault, NEXT.get(call % 2), true);
              }
            });
    points
        .ofJobs()
        .forEach(
            effect -> {
              for (Strike fault : OF_JOBS) {
                for (Wish next : NEXT) {
                  one(acts, effect, fault, next, false);
                  one(acts, effect, fault, next, true);
                }
              }
            });
  }

  /** Two faults, if a second one is wished, at places that the first one's decides. */
  private void one(List<Wish> acts, int at, Strike fault, Wish next, boolean second) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    World world = simulation.world;
    world.strike(at, fault);
    if (second) {
      var random = new Random(1_000L * at + fault.name().hashCode());
      int after =
          fault.name().startsWith("JOB_") ? random.nextInt(300) : at + 1 + random.nextInt(80);
      world.strike(after, FAULTS.get(random.nextInt(FAULTS.size())));
    }
    simulation.play(acts, next);
    findings.add(
        acts.size()
            + " acts, "
            + fault
            + " at "
            + at
            + (second ? " and another" : "")
            + ", then "
            + next.act(),
        simulation);
  }
}
