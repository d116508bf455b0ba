package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Mischief;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Kills a run at every point of both plans, lets a superuser write, and sees another machine bring
 * it to a good end: that machine knows only what was journaled.
 */
final class OtherMachineTest {
  private final Findings findings = new Findings("taken over by another machine");

  @Test
  void whatIsWrittenBeforeAnotherMachineTakesOverIsNotLost() {
    everywhere(List.of(Wish.run()));
    everywhere(List.of(Wish.run(), Wish.rollback()));
    findings.verify();
  }

  private void everywhere(List<Wish> acts) {
    Points.of(acts)
        .calls()
        .forEach(
            call -> List.of(Wish.resume(), Wish.rollback()).forEach(next -> one(acts, call, next)));
  }

  private void one(List<Wish> acts, int call, Wish next) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    World world = simulation.world;
    world.strike(call, Strike.KILL_BEFORE);
    acts.forEach(act -> simulation.act("A", act));
    world.calm();
    world.pass(600_000); // what runs on there comes to its end
    Mischief.WRITES_AS_SUPERUSER.to(world);
    simulation.act("B", next.takingOver());
    if (!simulation.broken()) {
      simulation.comesToAnEnd("B");
    }
    findings.add(acts.size() + " acts, killed at call " + call + ", then " + next, simulation);
  }
}
