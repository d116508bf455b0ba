package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Mischief;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Has other people do something at points of each plan, and sees the run come to a good end. Of
 * each kind every seventh point is tried, or all with {@code rehome.simulated.all}.
 */
final class MischiefEverywhereTest {
  /** Effects of the job that destroys. */
  private static final int FIRST = 2;

  private static final int LAST = 7;

  private static final int STEP = Boolean.getBoolean("rehome.simulated.all") ? 1 : 7;

  @ParameterizedTest
  @EnumSource
  void comesToAGoodEnd(Mischief mischief) {
    var findings = new Findings(mischief.toString());
    Points.PLANS.forEach(acts -> everywhere(mischief, acts, findings));
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

  /** In the place of what was approved, and is gone by now, somebody makes it anew. */
  @Test
  void whatIsMadeAnewIsNotWhatWasApproved() {
    var findings = new Findings("made anew");
    for (int effect = FIRST; effect <= LAST + 1; effect++) {
      for (Wish next : List.of(Wish.resume(), Wish.rollback())) {
        var simulation = new Simulation(new World(1, World.Nature.PLAIN));
        simulation.world.event(1, Mischief.ADDS_A_RESOURCE::to);
        simulation.world.strike(effect, Strike.JOB_FAILS);
        simulation.act("A", Wish.run());
        Mischief.ADDS_A_RESOURCE.to(simulation.world);
        simulation.act("A", next);
        if (!simulation.broken()) {
          simulation.comesToAnEnd("A");
        }
        findings.add("after effect " + effect + ", then " + next.act(), simulation);
      }
    }
    findings.verify();
  }

  /** After a destroy that failed half way, with whatever is left standing. */
  @ParameterizedTest
  @EnumSource
  void comesToAGoodEndWhenHalfIsDestroyed(Mischief mischief) {
    var findings = new Findings(mischief + ", half destroyed");
    for (int effect = FIRST; effect <= LAST; effect++) {
      for (Wish next : List.of(Wish.resume(), Wish.rollback())) {
        halfDestroyed(mischief, effect, next, findings);
      }
    }
    findings.verify();
  }

  private static void halfDestroyed(Mischief mischief, int effect, Wish next, Findings findings) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    simulation.world.strike(effect, Strike.JOB_FAILS);
    simulation.act("A", Wish.run());
    mischief.to(simulation.world);
    simulation.act("A", next);
    if (!simulation.broken()) {
      simulation.comesToAnEnd("A");
    }
    findings.add(mischief + " after effect " + effect + ", then " + next.act(), simulation);
  }
}
