package dev.rehome.redeployment.step;

import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.look.StateCopies;
import dev.rehome.redeployment.plan.StepResult.Quiesced;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.TaskRunning;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import dev.rehome.stack.Stack;
import dev.rehome.task.TaskCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Waits until no work is left, stops the writers, and fences the databases. */
record Quiesce(Workshop workshop, Run run) implements Step<Quiesced> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Override
  public Class<Quiesced> type() {
    return Quiesced.class;
  }

  @Override
  public Quiesced run(Operations operations) {
    OtherInputs.refuse(run, workshop);
    StateCopies.keep(workshop, run);
    workshop.stack().drain().forEach(drain -> drain(drain, operations));
    Instant at = run.clock().now();
    TaskRunning.run("quiesce", workshop.stack().quiesce(), workshop.old(), operations, true);
    Map<String, Fence> fences = new TreeMap<>();
    for (Database database : workshop.old().sources().restored()) {
      String key = database.endpoint().key();
      Fence fence = run.noted(Strategies.QUIESCE, "fence " + key, Fence.class, database::fence);
      run.ensureHeld();
      database.raise(fence);
      fences.put(key, fence);
    }
    return new Quiesced(at, fences);
  }

  private void drain(Stack.Drain drain, Operations operations) {
    operations.says("waiting until: " + drain.until().text());
    Duration limit = run.clock().elapsed().plus(drain.within());
    TaskCommands tasks = workshop.old().tasks();
    while (!run.processes()
        .run(tasks.command(drain.until(), drain.host()), Duration.ofMinutes(1))
        .succeeded()) {
      if (run.clock().elapsed().compareTo(limit) > 0) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "work is still going on after "
                + drain.limit()
                + ": \""
                + drain.until().text()
                + "\" does not succeed",
            Safety.NOTHING_CHANGED,
            "wait for it, then rehome resume");
      }
      operations.pause(LOOK);
    }
  }
}
