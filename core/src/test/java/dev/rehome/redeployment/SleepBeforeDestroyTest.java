package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.failure.Failure;
import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Ending;
import dev.rehome.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that sleeps between the last look and the start of destroying looks again. */
final class SleepBeforeDestroyTest {
  private static final String START = "Job.start destroy-destroy-1";

  /** The effect of a job that provisions the machine of the new service. */
  private static final int PROVISIONING = 14;

  private final Simulation simulation = new Simulation(new World(1, World.Nature.PLAIN));

  /** The call that starts destroying, of a run that nothing disturbs. */
  private static int start() {
    var undisturbed = new Simulation(new World(1, World.Nature.PLAIN));
    undisturbed.act("A", Wish.run());
    int start = undisturbed.world.callNames().indexOf(START);
    assertThat(start).isPositive();
    return start + 1; // calls are counted from 1
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6})
  void nothingIsDestroyedByALookOfTheDayBefore(int callsBefore) {
    simulation.world.event(start() - callsBefore, world -> world.pass(3_600_000));
    Ending ending = simulation.act("A", Wish.run());
    assertThat(ending).isInstanceOf(Ending.Failed.class);
    Failure failure = ((Ending.Failed) ending).failure();
    assertThat(failure.whatHappened()).contains("older than a minute");
    assertThat(failure.safe().text())
        .isEqualTo("nothing was destroyed; the old stack serves again");
    assertThat(simulation.world.callNames()).doesNotContain(START);
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(new Ending.Ended("redeployed"));
    assertThat(simulation.violation()).isEmpty();
  }

  @Test
  void aMomentIsNoReasonToLookAgain() {
    simulation.world.event(start() - 2, world -> world.pass(20_000));
    assertThat(simulation.act("A", Wish.run())).isEqualTo(new Ending.Ended("redeployed"));
  }

  /** What building replaces, since its provisioner failed, was looked at as well. */
  @Test
  void norIsAnythingReplacedByALookOfTheDayBefore() {
    Wish failing = Wish.run().failing(PROVISIONING);
    int before = Points.callNames(List.of(failing), World.Nature.PLAIN).size();
    int start =
        Points.callNames(List.of(failing, Wish.resume()), World.Nature.PLAIN).stream()
            .skip(before)
            .toList()
            .indexOf("Job.start create-create-2");
    simulation.act("A", failing);
    simulation.world.event(simulation.world.calls() + start - 2, world -> world.pass(3_600_000));
    Ending ending = simulation.act("A", Wish.resume());
    assertThat(((Ending.Failed) ending).failure().whatHappened()).contains("older than a minute");
    assertThat(simulation.act("A", Wish.resume())).isEqualTo(new Ending.Ended("redeployed"));
    assertThat(simulation.violation()).isEmpty();
  }
}
