package dev.rehome.redeployment.step;

import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.database.Presence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.StepResult.Closing;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.FirstContact;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.side.TaskRunning;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Entry;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Going back, closes the new stack if it may hold what no backup has: its service is stopped, and
 * its databases are fenced, so that what is saved then is all there is.
 */
record CloseNew(Workshop workshop, Run run) implements Step<Closing> {
  @Override
  public Class<Closing> type() {
    return Closing.class;
  }

  @Override
  public Closing run(Operations operations) {
    Side side = workshop.fresh();
    Instant at = run.clock().now();
    side.changed();
    boolean old = new OldStack(workshop, run).look() instanceof OldStack.Remains.Some;
    if (old || side.state().empty()) { // what is left of the old stack is in the final backup
      return new Closing(at, List.of(), false, Map.of());
    }
    var stack = new NewStack(workshop, run, side);
    FirstContact.tryEach(workshop.stack().hosts(), side, run, Strategies.CREATE);
    noteBuilt(stack);
    refuseBystanders(stack.bystanders());
    boolean served = stack.opened();
    if (served) {
      TaskRunning.run("quiesce", workshop.stack().quiesce(), side, operations, true);
    }
    List<String> keep = stack.writes();
    if (keep.isEmpty() || Discard.wanted(run)) {
      stack.noteLeft(); // what is written from now on is noticed
      return new Closing(at, keep, served, Map.of());
    }
    Map<String, Fence> fences =
        SavingNew.orGiveUp(
            run,
            () -> {
              if (!served) {
                stack.noteUsed(); // if closing fails, who was in it may be gone when tried again
                TaskRunning.run("quiesce", workshop.stack().quiesce(), side, operations, true);
              }
              return fenced(side);
            });
    return new Closing(at, keep, served, fences);
  }

  /** They would keep it from being destroyed, which is better known before it is closed. */
  private void refuseBystanders(List<String> losses) {
    if (!losses.isEmpty()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "the new stack cannot be replaced: " + String.join("; ", losses),
          Safety.NOTHING_CHANGED,
          "bring it away, then rehome rollback " + run.id());
    }
  }

  private void noteBuilt(NewStack stack) {
    try {
      stack.noteBuiltIfUnknown(Strategies.BACK_QUIESCE);
    } catch (FailureException e) {
      if (!Discard.wanted(run)) {
        throw SavingNew.orGiveUp(run, e);
      }
    }
  }

  private Map<String, Fence> fenced(Side side) {
    Map<String, Fence> fences = new TreeMap<>();
    for (Database database : side.sources().restored()) {
      if (!(database.presence() instanceof Presence.Absent)) {
        String key = database.endpoint().key();
        String note = "new fence " + key;
        Fence fence =
            run.noted(
                Strategies.BACK_QUIESCE,
                note,
                Fence.class,
                () -> withEarlier(note, database.fence()));
        run.ensureHeld();
        database.raise(fence);
        fences.put(key, fence);
      }
    }
    return fences;
  }

  /** Closed once more, it may be fenced still: what the fence of before took away is not seen. */
  private Fence withEarlier(String note, Fence now) {
    return run.entries().stream()
        .filter(entry -> entry.kind() == Entry.Kind.NOTED)
        .filter(entry -> entry.name().equals(Optional.of(note)))
        .map(entry -> entry.data(Fence.class))
        .reduce(now, Fence::and);
  }
}
