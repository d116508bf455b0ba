package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Plan;
import dev.rehome.run.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two machines of one host name, each with a machine-id, a {@code /tmp} and a state folder of its
 * own: in each step the one at work is killed, what it started comes to its end, and the other goes
 * on from the repository.
 */
@Tag("long") // the simulated world has second machines in every fourth history
class SecondMachineTest {
  private final Random random = new Random(20261128);

  @Test
  void oneIsKilledInEachStepAndTheOtherGoesOn() throws Exception {
    try (HostStack stack = HostStack.build()) {
      var machines = List.of(Machine.make(stack.folder(), "a"), Machine.make(stack.folder(), "b"));
      int kills = killInEachStep(stack, machines, Strategies.REPLACE, "run", "second");
      assertThat(kills).isGreaterThan(8);
      assertThat(stack.psql("SELECT count(*) FROM orders")).isEqualTo("2000");
      assertThat(stack.psql("SELECT count(*) FROM shipping")).isEqualTo("2000");
      kills = killInEachStep(stack, machines, Strategies.ROLL_BACK, "rollback", "r1");
      assertThat(kills).isGreaterThan(6);
      assertThat(stack.psql("SELECT count(*) FROM orders")).isEqualTo("2000");
      assertThat(stack.psql("SELECT to_regclass('shipping') IS NULL")).isEqualTo("t");
      assertThat(stack.run("backups").output()).contains("final");
    }
  }

  private int killInEachStep(HostStack stack, List<Machine> machines, Plan plan, String... first)
      throws Exception {
    int kills = 0;
    int turn = 0;
    List<String> command = List.of(first);
    for (Stage stage : plan.stages()) {
      Machine machine = machines.get(turn++ % 2);
      try (Running running = machine.on(rehome(stack, command)).start()) {
        long before = machine.begun(stage);
        while (running.isAlive() && machine.begun(stage) == before) {
          Thread.sleep(5);
        }
        Thread.sleep(20 + random.nextInt(400));
        if (running.isAlive()) {
          kills++;
        }
        running.signal("KILL");
      }
      machine.awaitJobs();
      command = List.of("resume", "r1");
    }
    var said = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      Finished finished = machines.get(turn++ % 2).on(rehome(stack, command)).run(Shop.LIMIT);
      said.add(finished.output() + finished.errors());
      if (finished.exitCode() == 0 || finished.errors().contains("is over")) {
        return kills;
      }
    }
    throw new AssertionError(plan.name() + " does not end: " + String.join("\n\n", said));
  }

  private static Command rehome(HostStack stack, List<String> command) {
    String[] arguments = command.subList(1, command.size()).toArray(String[]::new);
    return stack
        .rehome(command.getFirst(), arguments)
        .and("--approve", HostStack.NAME, "--take-over");
  }
}
