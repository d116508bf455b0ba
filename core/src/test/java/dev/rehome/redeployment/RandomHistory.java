package dev.rehome.redeployment;

import static dev.rehome.world.Mischief.EDITS_A_FILE;
import static dev.rehome.world.Mischief.MAKES_A_DATABASE;
import static dev.rehome.world.Mischief.PUTS_A_FILE;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Mischief;
import dev.rehome.world.Strike;
import dev.rehome.world.World;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** What may happen to a run, drawn from a seed. */
final class RandomHistory {
  private static final List<Strike> STRIKES =
      Stream.of(Strike.values()).filter(each -> each != Strike.STOP).toList();
  private static final List<Mischief> MISCHIEF =
      Stream.of(Mischief.values())
          .filter(each -> !Set.of(MAKES_A_DATABASE, PUTS_A_FILE, EDITS_A_FILE).contains(each))
          .toList();

  private final Random random;
  private final Random apart;
  private final Simulation simulation;
  private final World world;

  private RandomHistory(long seed) {
    random = new Random(seed);
    apart = new Random(~seed); // so that other seeds stay the same
    boolean slow = apart.nextInt(8) == 0;
    boolean eager = apart.nextInt(4) == 0;
    var nature = new World.Nature(random.nextInt(3) == 0, random.nextBoolean(), slow, eager);
    simulation = new Simulation(new World(seed, nature));
    world = simulation.world;
    if (apart.nextInt(6) == 0) {
      world.strike(1 + apart.nextInt(600), Strike.STOP);
    }
  }

  /** How it came out. */
  static Simulation of(long seed) {
    return new RandomHistory(seed).play();
  }

  private Simulation play() {
    drawStrikes();
    drawMischief();
    if (apart.nextInt(4) == 0) {
      world.event(1 + apart.nextInt(600), PUTS_A_FILE::to);
    }
    if (apart.nextInt(4) == 0) {
      world.event(1 + apart.nextInt(600), EDITS_A_FILE::to);
    }
    drawTakingOver();
    simulation.act("A", Wish.run());
    for (int i = random.nextInt(4); i > 0 && !simulation.broken(); i--) {
      world.pass(1_000L * random.nextInt(1_200));
      String machine = random.nextInt(5) == 0 ? "B" : "A";
      Wish wish = next();
      if (apart.nextInt(6) == 0) {
        wish = Wish.mend();
      }
      boolean takesOver = random.nextInt(4) == 0;
      while ((takesOver || world.nature.localState()) && !world.mayBeTakenOver()) {
        world.pass(60_000);
      }
      simulation.act(machine, takesOver ? wish.takingOver() : wish);
    }
    if (!simulation.broken()) {
      simulation.comesToAnEnd(random.nextInt(5) == 0 ? "B" : "A");
    }
    return simulation;
  }

  private Wish next() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> Wish.resume();
      case 5, 6, 7 -> Wish.rollback();
      case 8 -> Wish.rollback().in("staging");
      default -> Wish.run();
    };
  }

  private void drawStrikes() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      Strike strike = STRIKES.get(random.nextInt(STRIKES.size()));
      boolean ofJob = strike.name().startsWith("JOB_");
      world.strike(1 + random.nextInt(ofJob ? 30 : 600), strike);
    }
  }

  private void drawMischief() {
    for (int i = random.nextInt(3); i > 0; i--) {
      Mischief mischief = MISCHIEF.get(random.nextInt(MISCHIEF.size()));
      world.event(1 + random.nextInt(600), mischief::to);
    }
  }

  /** Another machine takes over while this one sleeps. */
  private void drawTakingOver() {
    if (random.nextInt(4) == 0) {
      Wish wish = next().takingOver();
      world.event(
          20 + random.nextInt(500),
          there -> {
            if (!simulation.broken() && there.isHeld() && there.mayBeTakenOver()) {
              simulation.act("B", wish);
            }
          });
    }
  }
}
