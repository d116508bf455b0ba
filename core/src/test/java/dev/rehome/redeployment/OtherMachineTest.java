package dev.rehome.redeployment;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Mischief;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import dev.rehome.world.World.Nature;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Kills a run, or has its operator press Ctrl-C, at every point of each plan, and sees another
 * machine bring it to a good end: that machine knows only what was journaled.
 */
final class OtherMachineTest {
  /** Stopping the service, and migrating, take long. */
  private static final Nature SLOW = new Nature(false, false, true, false);

  /** The state is a file on one machine. */
  private static final Nature LOCAL = new Nature(true, false, false, false);

  /** About as many calls as beginning a run takes. */
  private static final int BEGINNING = 30;

  private static final List<Wish> NEXT = List.of(Wish.resume(), Wish.rollback());

  private final Findings findings = new Findings("gone on with elsewhere, or here");

  @Test
  void whatIsWrittenBeforeAnotherMachineTakesOverIsNotLost() {
    everywhere((acts, call) -> NEXT.forEach(next -> killed(acts, call, next, "B")));
  }

  @Test
  void norIsWhatIsWrittenBeforeThisMachineGoesOn() {
    everywhere((acts, call) -> NEXT.forEach(next -> killed(acts, call, next, "A")));
  }

  @Test
  void whatGoesOnOnAnotherMachineIsNotDoubled() {
    everywhere((acts, call) -> NEXT.forEach(next -> stopped(acts, call, next)));
  }

  /** Whoever lost the lock, and cannot write a trace either, changes nothing any more. */
  @Test
  void whoIsTakenOverFromWithAFullDiskDoesNothingMore() {
    everywhere((acts, call) -> NEXT.forEach(next -> takenOver(acts, call, next)));
  }

  private void takenOver(List<Wish> acts, int call, Wish next) {
    var simulation = new Simulation(new World(1, Nature.PLAIN));
    simulation.world.event(
        call,
        world -> {
          Mischief.FILLS_THE_DISK.to(world);
          if (world.isHeld() && world.mayBeTakenOver()) {
            simulation.act("B", next.takingOver());
          }
        });
    acts.stream().takeWhile(act -> !simulation.broken()).forEach(act -> simulation.act("A", act));
    ends(simulation, acts.size() + " acts, taken over at call " + call + ", then " + next);
  }

  /** Another machine goes on with a run, while one is begun here that gives it up. */
  @Test
  void whatAnotherMachineGoesOnWithIsNotGivenUp() {
    List<String> calls = Points.callNames(List.of(Wish.run()), Nature.PLAIN);
    int closed = calls.indexOf("Job.start quiesce-quiesce-1-1") + 2;
    IntStream.range(1, BEGINNING)
        .forEach(
            call ->
                IntStream.iterate(1, later -> later < calls.size(), later -> later + 13)
                    .parallel()
                    .forEach(later -> begunBeside(closed, call, later)));
    findings.verify();
  }

  private void begunBeside(int closed, int call, int later) {
    Simulation simulation = struck(List.of(Wish.run()), closed, Strike.STOP, Nature.PLAIN);
    World world = simulation.world;
    int begins = world.calls();
    world.event(
        begins + call,
        there -> {
          if (there.isHeld() && there.mayBeTakenOver()) {
            world.strike(world.calls() + later, Strike.KILL_BEFORE);
            simulation.act("B", Wish.resume().takingOver());
          }
        });
    simulation.act("A", Wish.run());
    if (!simulation.broken()) {
      simulation.world.awaitJobs();
      simulation.act("A", Wish.run());
    }
    ends(simulation, "begun beside at call " + call + ", killed " + later + " calls later");
  }

  /** Between destroy and create Terraform's empty state is cleaned up: the next one begins anew. */
  @Test
  void aStateThatBeganAnewBelongsToTheRun() {
    for (Nature nature : List.of(Nature.PLAIN, LOCAL)) {
      int empty =
          Points.callNames(List.of(Wish.run()), nature).indexOf("Infrastructure.planCreate");
      Points.of(List.of(Wish.run()), nature)
          .calls()
          .filter(call -> call > empty)
          .forEach(
              call -> IntStream.range(0, 4).forEach(i -> cleaned(nature, empty, call, 31 * i)));
    }
    findings.verify();
  }

  private void cleaned(Nature nature, int empty, int call, int later) {
    var simulation = new Simulation(new World(1, nature));
    World world = simulation.world;
    world.event(empty, Mischief.CLEANS_EMPTY_STATE::to);
    world.strike(call, Strike.KILL_BEFORE);
    simulation.act("A", Wish.run());
    world.awaitJobs();
    world.strike(world.calls() + 1 + later, Strike.KILL_BEFORE);
    for (String machine : List.of("B", "A")) {
      if (!simulation.broken()) {
        simulation.act(machine, Wish.rollback().takingOver());
        world.awaitJobs();
      }
    }
    ends(simulation, nature + ", killed at call " + call + ", and " + later + " calls later");
  }

  private void everywhere(BiConsumer<List<Wish>, Integer> one) {
    for (List<Wish> acts : Points.PLANS) {
      Points.of(acts).calls().forEach(call -> one.accept(acts, call));
    }
    findings.verify();
  }

  private void killed(List<Wish> acts, int call, Wish next, String machine) {
    Simulation simulation = struck(acts, call, Strike.KILL_BEFORE, Nature.PLAIN);
    World world = simulation.world;
    world.awaitJobs();
    Mischief.WRITES_AS_SUPERUSER.to(world);
    simulation.act(machine, next.takingOver());
    ends(simulation, acts.size() + " acts, killed at call " + call + ", then " + next);
  }

  /** What was begun there goes on by itself, and for long. */
  private void stopped(List<Wish> acts, int call, Wish next) {
    Simulation simulation = struck(acts, call, Strike.STOP, SLOW);
    simulation.act("B", next);
    if (!simulation.broken()) {
      simulation.act("B", next);
    }
    ends(simulation, acts.size() + " acts, Ctrl-C at call " + call + ", then " + next);
  }

  private static Simulation struck(List<Wish> acts, int call, Strike strike, Nature nature) {
    var simulation = new Simulation(new World(1, nature));
    simulation.world.strike(call, strike);
    acts.forEach(act -> simulation.act("A", act));
    simulation.world.calm();
    return simulation;
  }

  private void ends(Simulation simulation, String how) {
    if (!simulation.broken()) {
      simulation.comesToAnEnd("B");
    }
    findings.add(how, simulation);
  }
}
