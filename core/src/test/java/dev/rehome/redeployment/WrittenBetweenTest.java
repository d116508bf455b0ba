package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Mischief;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Strikes at every point of each plan, and has somebody write some calls later, before what the
 * operator does next, or within that. Of all combinations one in 23 is tried, or all with {@code
 * rehome.simulated.all}.
 */
final class WrittenBetweenTest {
  private static final int STEP = Boolean.getBoolean("rehome.simulated.all") ? 1 : 23;
  private static final List<Strike> OF_CALLS = List.of(Strike.KILL_WITHIN, Strike.FAIL);
  private static final List<Strike> OF_JOBS =
      List.of(Strike.JOB_KILLED_WITHIN, Strike.JOB_LINGERS, Strike.JOB_FAILS, Strike.JOB_SKIPS);
  private static final List<Mischief> WRITES =
      List.of(Mischief.PUTS_A_FILE, Mischief.EDITS_A_FILE, Mischief.WRITES_AS_SUPERUSER);
  private static final List<Integer> LATER = List.of(1, 4, 16, 40, 80, 160);
  private static final List<Wish> NEXT = List.of(Wish.resume(), Wish.rollback(), Wish.mend());

  private final Findings findings = new Findings("written in between");

  private record Case(
      List<Wish> acts, int at, Strike strike, Mischief writes, int later, Wish next) {}

  @Test
  void whatIsWrittenAfterAnythingWentWrongIsNotLost() {
    Points.PLANS.forEach(
        acts -> {
          Points points = Points.of(acts);
          points.calls().forEach(call -> cases(acts, call, OF_CALLS).forEach(this::one));
          points.ofJobs().forEach(effect -> cases(acts, effect, OF_JOBS).forEach(this::one));
        });
    findings.verify();
  }

  private static List<Case> cases(List<Wish> acts, int at, List<Strike> strikes) {
    var cases = new ArrayList<Case>();
    for (Strike strike : strikes) {
      for (Mischief writes : WRITES) {
        for (int later : LATER) {
          NEXT.forEach(next -> cases.add(new Case(acts, at, strike, writes, later, next)));
        }
      }
    }
    return IntStream.range(0, cases.size())
        .filter(index -> (at + index) % STEP == 0)
        .mapToObj(cases::get)
        .toList();
  }

  private void one(Case one) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    simulation.world.strike(one.at(), one.strike(), one.later(), one.writes()::to);
    simulation.play(one.acts(), one.next());
    findings.add(one.toString(), simulation);
  }
}
