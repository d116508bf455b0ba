package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Kills the program at every point of each plan, and sees what is done next come to a good end. */
final class KillEverywhereTest {
  private static final List<Strike> KILLS =
      List.of(Strike.KILL_BEFORE, Strike.KILL_WITHIN, Strike.KILL_AFTER);

  private final Findings findings = new Findings("kills");

  @Test
  void nothingIsLostHoweverOftenTheProgramIsKilled() {
    Points.PLANS.forEach(this::everywhere);
    findings.verify();
  }

  private void everywhere(List<Wish> acts) {
    Points points = Points.of(acts);
    points
        .calls()
        .forEach(
            call -> {
              for (Strike kill : KILLS) {
                one(acts, call, kill, Optional.empty(), false);
                for (Wish next : List.of(Wish.resume(), Wish.rollback())) {
                  one(acts, call, kill, Optional.of(next), false);
                  one(acts, call, kill, Optional.of(next), true);
                }
              }
            });
  }

  /**
   * @param next what is done next, if anything is
   * @param again whether that is killed as well
   */
  private void one(List<Wish> acts, int call, Strike kill, Optional<Wish> next, boolean again) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    World world = simulation.world;
    world.strike(call, kill);
    acts.forEach(act -> simulation.act("A", act));
    world.pass(60_000);
    if (again) {
      int then = 1 + new Random(31L * call + kill.name().hashCode()).nextInt(200);
      world.strike(world.calls() + then, kill);
    }
    if (next.isPresent() && !simulation.broken()) {
      simulation.act("A", next.get());
    }
    if (next.isPresent() && !simulation.broken()) {
      simulation.comesToAnEnd("A");
    }
    world.pass(3_600_000);
    String then = next.map(wish -> wish.act().name()).orElse("nothing");
    findings.add(
        acts.size()
            + " acts, "
            + kill
            + " at call "
            + call
            + ", then "
            + then
            + (again ? ", killed as well" : ""),
        simulation);
  }
}
