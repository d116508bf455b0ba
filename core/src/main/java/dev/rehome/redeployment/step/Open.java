package dev.rehome.redeployment.step;

import dev.rehome.failure.FailureException;
import dev.rehome.redeployment.plan.StepResult.Opened;
import dev.rehome.redeployment.side.Health;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.side.TaskRunning;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Starts the new stack's service and waits until it answers; the outage ends. */
record Open(Workshop workshop, Side side, Instant since) implements Step<Opened> {
  @Override
  public Class<Opened> type() {
    return Opened.class;
  }

  @Override
  public Opened run(Operations operations) {
    TaskRunning.run("open", workshop.stack().open(), side, operations, true);
    var answers = new ArrayList<Opened.Answer>();
    try {
      Health.await(
          workshop.stack().health(),
          side,
          operations,
          what -> answers.add(new Opened.Answer(what, outage(operations.clock().now()))));
    } catch (FailureException e) {
      for (int i = 1; i <= workshop.stack().open().size(); i++) {
        operations.anew("open " + i); // what says that it started, and does not answer
      }
      throw e;
    }
    Instant now = operations.clock().now();
    return new Opened(now, outage(now), List.copyOf(answers));
  }

  private double outage(Instant until) {
    return Duration.between(since, until).toMillis() / 1000.0;
  }
}
