package dev.rehome.redeployment;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.StepResult.Opened;
import dev.rehome.redeployment.StepResult.Quiesced;
import dev.rehome.stack.Stack.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Starts the new stack's service and waits until it answers; the outage ends. */
record Open(Workshop workshop, Side side, Quiesced quiesced) implements Step<Opened> {
  private static final Duration LOOK = Duration.ofMillis(200);

  @Override
  public Stage stage() {
    return Stage.OPEN;
  }

  @Override
  public Class<Opened> type() {
    return Opened.class;
  }

  @Override
  public Opened run(Operations operations) {
    TaskRunning.run("open", workshop.stack().open(), side, operations, true);
    var answers = new ArrayList<Opened.Answer>();
    for (HealthCheck check : workshop.stack().health()) {
      for (HealthLook look : HealthLook.of(check, side)) {
        await(look, check, operations);
        answers.add(new Opened.Answer(look.what(), outage(Instant.now())));
      }
    }
    Instant now = Instant.now();
    return new Opened(now, outage(now), List.copyOf(answers));
  }

  private double outage(Instant until) {
    return Duration.between(quiesced.at(), until).toMillis() / 1000.0;
  }

  private static void await(HealthLook look, HealthCheck check, Operations operations) {
    operations.says("waiting for " + look.what());
    Instant limit = Instant.now().plus(check.within());
    String wrong = look.wrong();
    while (!wrong.isEmpty()) {
      if (Instant.now().isAfter(limit)) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the new stack does not answer as it should: " + look.what() + " gives " + wrong,
            Safety.NOTHING_CHANGED,
            "see the application's own log");
      }
      operations.pause(LOOK);
      wrong = look.wrong();
    }
  }
}
