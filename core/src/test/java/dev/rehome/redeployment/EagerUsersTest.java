package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Building a stack starts its service, users upload files at once, and then each effect of each job
 * goes wrong: what they uploaded to a stack that is cleared, or destroyed, has to be in a backup.
 */
final class EagerUsersTest {
  private static final List<Strike> OF_JOBS =
      List.of(Strike.JOB_KILLED, Strike.JOB_KILLED_WITHIN, Strike.JOB_FAILS, Strike.JOB_LOSES);

  /** About as many calls as clearing takes. */
  private static final int WHILE_CLEARING = 60;

  private final Findings findings = new Findings("uploads to what is being built");

  @Test
  void whatWasUploadedToAHalfBuiltStackIsNotLost() {
    Points.PLANS.forEach(this::everywhere);
    findings.verify();
  }

  /** Between noting that building was killed and clearing what it left, the program is killed. */
  @Test
  void whatAKilledBuildLeftIsClearedAfterAKillToo() {
    Points.of(List.of(Wish.run()), World.Nature.EAGER)
        .ofJobs()
        .forEach(
            effect -> {
              List<String> calls = buildingKilled(effect, 0).world.callNames();
              int noticed = calls.indexOf("Job.survivors create-create-1") + 1;
              for (int call = noticed; noticed > 0 && call < noticed + WHILE_CLEARING; call++) {
                findings.add("effect " + effect + ", call " + call, buildingKilled(effect, call));
              }
            });
    findings.verify();
  }

  /** A look at what a failed build left may fail, too: that does not say that nobody was there. */
  @Test
  void whatWasUploadedIsSeenAlthoughALookFailed() {
    Points.of(List.of(Wish.run()), World.Nature.EAGER)
        .ofJobs()
        .forEach(
            effect -> {
              int from = buildingFailed(effect, 0).world.calls();
              for (int call = from + 1; call < from + WHILE_CLEARING; call++) {
                Simulation simulation = buildingFailed(effect, call);
                if (!simulation.broken()) {
                  simulation.comesToAnEnd("A");
                }
                findings.add("effect " + effect + ", call " + call + " fails", simulation);
              }
            });
    findings.verify();
  }

  /** And then one call of what goes on. */
  private static Simulation buildingFailed(int effect, int call) {
    var simulation = new Simulation(new World(1, World.Nature.EAGER));
    simulation.world.strike(effect, Strike.JOB_LOSES);
    simulation.act("A", Wish.run());
    if (call > simulation.world.calls()) {
      simulation.world.pass(60_000);
      simulation.world.strike(call, Strike.FAIL);
      simulation.act("A", Wish.resume());
    }
    return simulation;
  }

  private static Simulation buildingKilled(int effect, int call) {
    var simulation = new Simulation(new World(1, World.Nature.EAGER));
    simulation.world.strike(effect, Strike.JOB_KILLED);
    simulation.world.strike(call, Strike.KILL_BEFORE);
    simulation.act("A", Wish.run());
    if (!simulation.broken()) {
      simulation.world.pass(60_000);
      simulation.comesToAnEnd("A");
    }
    return simulation;
  }

  private void everywhere(List<Wish> acts) {
    Points points = Points.of(acts, World.Nature.EAGER);
    points
        .ofJobs()
        .forEach(
            effect -> {
              for (Strike strike : OF_JOBS) {
                for (Wish next : List.of(Wish.resume(), Wish.rollback())) {
                  one(acts, effect, strike, next, false);
                  one(acts, effect, strike, next, true);
                }
              }
            });
  }

  /**
   * @param again whether another job goes wrong later
   */
  private void one(List<Wish> acts, int effect, Strike strike, Wish next, boolean again) {
    var simulation = new Simulation(new World(1, World.Nature.EAGER));
    World world = simulation.world;
    world.strike(effect, strike);
    if (again) {
      world.strike(effect + 1 + effect % 7, strike);
    }
    simulation.play(acts, next);
    findings.add(
        acts.size()
            + " acts, "
            + strike
            + " at effect "
            + effect
            + (again ? " and once more" : "")
            + ", then "
            + next.act(),
        simulation);
  }
}
