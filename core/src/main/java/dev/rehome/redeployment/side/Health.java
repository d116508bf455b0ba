package dev.rehome.redeployment.side;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.run.Operations;
import dev.rehome.stack.Stack.HealthCheck;
import dev.rehome.task.HealthLook;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Waits until a stack that was started answers as it should. */
public final class Health {
  private static final Duration LOOK = Duration.ofMillis(200);

  private Health() {}

  /**
   * Waits for each check, one after another.
   *
   * @param answered told what answered
   */
  public static void await(
      List<HealthCheck> checks, Side side, Operations operations, Consumer<String> answered) {
    for (HealthCheck check : checks) {
      for (HealthLook look : HealthLook.of(check, side.tasks(), operations.processes())) {
        await(look, check, operations);
        answered.accept(look.what());
      }
    }
  }

  private static void await(HealthLook look, HealthCheck check, Operations operations) {
    operations.says("waiting for " + look.what());
    Duration limit = operations.clock().elapsed().plus(check.within());
    String wrong = look.wrong();
    while (!wrong.isEmpty()) {
      if (operations.clock().elapsed().compareTo(limit) > 0) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the stack does not answer as it should: " + look.what() + " gives " + wrong,
            Safety.NOTHING_CHANGED,
            "see the application's own log");
      }
      operations.pause(LOOK);
      wrong = look.wrong();
    }
  }
}
