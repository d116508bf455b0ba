package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Mischief;
import dev.rehome.world.World;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Has other people do something at points of both plans, and sees the run come to a good end. Of
 * each kind every seventh point is tried, or all with {@code rehome.simulated.all}.
 */
final class MischiefEverywhereTest {
  private static final int STEP = Boolean.getBoolean("rehome.simulated.all") ? 1 : 7;

  @ParameterizedTest
  @EnumSource
  void comesToAGoodEnd(Mischief mischief) {
    var findings = new Findings(mischief.toString());
    everywhere(mischief, List.of(Wish.run()), findings);
    everywhere(mischief, List.of(Wish.run(), Wish.rollback()), findings);
    findings.verify();
  }

  private static void everywhere(Mischief mischief, List<Wish> acts, Findings findings) {
    Points.of(acts)
        .calls()
        .filter(call -> (call + mischief.name().length()) % STEP == 0)
        .forEach(call -> one(mischief, acts, call, findings));
  }

  private static void one(Mischief mischief, List<Wish> acts, int call, Findings findings) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    simulation.world.event(call, mischief::to);
    acts.stream().takeWhile(act -> !simulation.broken()).forEach(act -> simulation.act("A", act));
    if (!simulation.broken()) {
      simulation.comesToAnEnd("A");
    }
    findings.add(acts.size() + " acts, " + mischief + " at call " + call, simulation);
  }
}
