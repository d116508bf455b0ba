package dev.rehome.redeployment.step;

import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.failure.Failure;
import dev.rehome.process.StopWish;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.side.Health;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.side.TaskRunning;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Failures;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import java.util.Optional;

/**
 * Undoes closing a stack: its fences are lifted, its service is started again, and has to answer.
 *
 * @param fences what the notes of fences begin with
 */
public record Reopen(Workshop workshop, Run run, Side side, String fences) {
  public static Reopen old(Workshop workshop, Run run) {
    return new Reopen(workshop, run, new OldStack(workshop, run).side(), "fence ");
  }

  public static Reopen fresh(Workshop workshop, Run run) {
    return new Reopen(workshop, run, workshop.fresh(), "new fence ");
  }

  /** To its end, whatever the operator wishes meanwhile. */
  public void reopen(Operations operations) {
    StopWish.toTheEnd(() -> open(operations));
  }

  private void open(Operations operations) {
    for (Database database : side.sources().restored()) {
      run.note(fences + database.endpoint().key(), Fence.class)
          .ifPresent(fence -> lift(database, fence));
    }
    for (int i = 1; i <= workshop.stack().open().size(); i++) {
      operations.anew("open " + i); // that it was started once does not say that it runs
    }
    TaskRunning.run("open", workshop.stack().open(), side, operations, true);
    Exporting.forbid(side.sources());
    Health.await(workshop.stack().health(), side, operations, what -> {});
  }

  /** What did not open is closed again, as far as it can be: users may have got in all the same. */
  public void close(Operations operations) {
    StopWish.toTheEnd(
        () -> {
          tried(operations, () -> stopped(operations));
          tried(operations, this::fenced);
        });
  }

  private void stopped(Operations operations) {
    TaskRunning.tryEach("close", workshop.stack().quiesce(), side, operations)
        .ifPresent(
            why -> {
              throw why;
            });
  }

  private void fenced() {
    for (Database database : side.sources().restored()) {
      Optional<Fence> fence = run.note(fences + database.endpoint().key(), Fence.class);
      if (fence.isPresent()) {
        run.refuseIfTakenOver();
        database.raise(fence.get());
      }
    }
  }

  private static void tried(Operations operations, Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException e) {
      Failure why = Failures.of(e);
      if (why.kind() == Failure.Kind.BUSY) {
        throw e;
      }
      operations.says("it is not closed: " + why.whatHappened());
    }
  }

  private void lift(Database database, Fence fence) {
    run.refuseIfTakenOver();
    database.lift(fence);
  }
}
