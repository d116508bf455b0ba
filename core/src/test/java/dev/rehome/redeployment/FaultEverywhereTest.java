package dev.rehome.redeployment;

import static dev.rehome.world.Mischief.PUTS_A_FILE;
import static dev.rehome.world.Mischief.WRITES_AS_SUPERUSER;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Mischief;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
    Points.PLANS.forEach(this::everywhere);
    findings.verify();
  }

  /** What was to be seen, or written down, then is missing when somebody writes after it. */
  @Test
  void norIsWhatIsWrittenAfterAFault() {
    var acts = List.of(Wish.run());
    int built = Points.callNames(acts, World.Nature.PLAIN).indexOf("Job.await create-create-1");
    Points.of(acts)
        .calls()
        .filter(call -> call > built)
        .forEach(
            call -> {
              for (Mischief writes : List.of(WRITES_AS_SUPERUSER, PUTS_A_FILE)) {
                IntStream.of(4, 16).forEach(later -> written(call, writes, later));
              }
            });
    findings.verify();
  }

  private void written(int call, Mischief writes, int later) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    simulation.world.strike(call, Strike.FAIL);
    simulation.world.event(call + later, writes::to);
    simulation.play(List.of(Wish.run()), Wish.rollback());
    findings.add("FAIL at " + call + ", and " + later + " calls later " + writes, simulation);
  }

  /** Before the migration, while it fails, or when the run holds because it failed. */
  @Test
  void norIsWhatIsWrittenAroundAMigrationThatFails() {
    var acts = List.of(Wish.run().failing(Points.MIGRATING));
    List<String> names = Points.callNames(acts, World.Nature.PLAIN);
    int built = names.indexOf("Job.await create-create-1");
    Points.of(acts)
        .calls()
        .filter(call -> call > built && call % 2 == 0)
        .forEach(
            call -> {
              for (Mischief writes : List.of(WRITES_AS_SUPERUSER, PUTS_A_FILE)) {
                List.of(Wish.rollback(), Wish.mend())
                    .forEach(next -> written(acts, call, writes, next));
              }
            });
    findings.verify();
  }

  private void written(List<Wish> acts, int call, Mischief writes, Wish next) {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    simulation.world.event(call, writes::to);
    acts.forEach(act -> simulation.act("A", act));
    writes.to(simulation.world);
    simulation.act("A", next);
    if (!simulation.broken()) {
      simulation.comesToAnEnd("A");
    }
    findings.add(writes + " at " + call + " and when it holds, then " + next.act(), simulation);
  }

  private void everywhere(List<Wish> acts) {
    Points points = Points.of(acts);
    points
        .calls()
        .forEach(
            call -> {
              for (Strike fault : FAULTS) {
                NEXT.forEach(next -> one(acts, call, fault, next, false));
              }
              Strike first = FAULTS.get(call % FAULTS.size());
              one(acts, call, first, NEXT.get(call % NEXT.size()), true);
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
