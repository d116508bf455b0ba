package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Ending;
import dev.rehome.world.Mischief;
import dev.rehome.world.World;
import org.junit.jupiter.api.Test;

/** Variable files that change while the operator is asked are not approved by the answer. */
final class OtherInputsTest {
  private final Simulation simulation = new Simulation(new World(1, World.Nature.PLAIN));

  @Test
  void whatChangesBetweenTheCheckAndTheApprovalIsNamed() {
    simulation.act("A", Wish.run().unapproved());
    Mischief.SWAPS_VARIABLES.to(simulation.world);
    Ending ending = simulation.act("A", Wish.resume());
    assertThat(((Ending.Failed) ending).failure().whatHappened())
        .startsWith("the variable files, variables, arguments or workspace are no longer");
    assertThat(((Ending.Failed) ending).failure().next())
        .anyMatch(each -> each.contains("rehome resume r1 --approve shop@"));
    simulation.world.undo();
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(new Ending.Ended("redeployed"));
    assertThat(simulation.violation()).isEmpty();
  }
}
