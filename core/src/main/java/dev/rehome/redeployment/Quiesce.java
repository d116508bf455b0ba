package dev.rehome.redeployment;

import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.StepResult.Quiesced;
import dev.rehome.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Waits until no work is left, stops the writers, and fences the databases. */
record Quiesce(Workshop workshop, Run run) implements Step<Quiesced> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Override
  public Stage stage() {
    return Stage.QUIESCE;
  }

  @Override
  public Class<Quiesced> type() {
    return Quiesced.class;
  }

  @Override
  public Quiesced run(Operations operations) {
    workshop.stack().drain().forEach(drain -> drain(drain, operations));
    Instant at = Instant.now();
    TaskRunning.run("quiesce", workshop.stack().quiesce(), workshop.old(), operations, true);
    Map<String, Fence> fences = new TreeMap<>();
    for (Database database : workshop.old().sources().restored()) {
      String key = database.endpoint().key();
      Fence fence = run.noted("fence " + key, Fence.class, database::fence);
      database.raise(fence);
      fences.put(key, fence);
    }
    return new Quiesced(at, fences);
  }

  private void drain(Stack.Drain drain, Operations operations) {
    operations.says("waiting until: " + drain.until().text());
    Instant limit = Instant.now().plus(drain.within());
    TaskCommands tasks = workshop.old().tasks();
    while (!tasks.command(drain.until(), drain.host()).run(Duration.ofMinutes(1)).succeeded()) {
      if (Instant.now().isAfter(limit)) {
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
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
