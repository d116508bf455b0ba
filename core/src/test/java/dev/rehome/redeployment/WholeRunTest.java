package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Ending;
import dev.rehome.world.World;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A whole redeployment and a whole rollback, in memory. */
final class WholeRunTest {
  private static final int WARM = 200;

  private static World world() {
    return new World(1, World.Nature.PLAIN);
  }

  private static void succeeds(World world, Wish wish, String word) {
    Ending ending = new Redeploying(world, "A", wish).go();
    assertThat(ending).as(String.join("\n", world.history())).isEqualTo(new Ending.Ended(word));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void redeploysAndRollsBackInMilliseconds() {
    long began = 0;
    int calls = 0;
    for (int i = 0; i < 2 * WARM; i++) {
      if (i == WARM) {
        began = cpu();
      }
      World world = world();
      succeeds(world, Wish.run(), "redeployed");
      succeeds(world, Wish.rollback(), "rolled back");
      calls = world.calls();
      assertThat(world.guard.first()).isNull();
    }
    System.out.printf(
        "a redeployment and a rollback: %.2f ms of processor time, %d calls%n",
        (cpu() - began) / 1e6 / WARM, calls);
  }
}
