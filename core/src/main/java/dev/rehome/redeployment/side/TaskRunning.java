package dev.rehome.redeployment.side;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.Host;
import dev.rehome.process.Finished;
import dev.rehome.run.Operations;
import dev.rehome.stack.Stack;
import dev.rehome.task.TaskCommands;
import java.util.List;
import java.util.Optional;

/** Runs the operator's commands, one after another, as operations. */
public final class TaskRunning {
  private TaskRunning() {}

  /**
   * Runs all.
   *
   * @param repeatable whether one that was killed may simply be run again
   */
  public static void run(
      String what, List<Stack.Task> tasks, Side side, Operations operations, boolean repeatable) {
    for (int i = 0; i < tasks.size(); i++) {
      run(what + " " + (i + 1), tasks.get(i), side, operations, repeatable);
    }
  }

  /** What succeeded of them is run again the next time. */
  public static void anew(String what, List<Stack.Task> tasks, Operations operations) {
    for (int i = 0; i < tasks.size(); i++) {
      operations.anew(what + " " + (i + 1));
    }
  }

  /**
   * Runs each on what may be half built, once more if it was run before: much of that has nothing
   * yet that could be stopped.
   *
   * @return why one did not succeed, if one did not
   */
  public static Optional<FailureException> tryEach(
      String what, List<Stack.Task> tasks, Side side, Operations operations) {
    anew(what, tasks, operations);
    Optional<FailureException> first = Optional.empty();
    for (int i = 0; i < tasks.size(); i++) {
      String name = what + " " + (i + 1);
      try {
        run(name, tasks.get(i), side, operations, true);
      } catch (FailureException e) {
        if (e.failure().kind() == Failure.Kind.STOPPED || e.failure().kind() == Failure.Kind.BUSY) {
          throw e;
        }
        first = first.or(() -> Optional.of(e));
      }
    }
    return first;
  }

  private static void run(
      String name, Stack.Task task, Side side, Operations operations, boolean repeatable) {
    operations.says(task.run().text());
    Optional<Finished> finished = once(name, task, side, operations);
    if (finished.isEmpty() && repeatable) {
      finished = once(name, task, side, operations);
    }
    if (finished.filter(Finished::succeeded).isEmpty()) {
      throw failed(name, task, finished, operations);
    }
  }

  private static Optional<Finished> once(
      String name, Stack.Task task, Side side, Operations operations) {
    return operations
        .run(name, () -> side.tasks().command(task), line -> Optional.empty())
        .filter(finished -> task.host().isEmpty() || finished.exitCode() != Host.LOST);
  }

  private static FailureException failed(
      String name, Stack.Task task, Optional<Finished> finished, Operations operations) {
    return new FailureException(
        Failure.Kind.FAILED,
        "the command \""
            + task.run().text()
            + "\" ("
            + name
            + ") "
            + finished
                .map(f -> TaskCommands.ended(task, f))
                .or(() -> task.host().map(host -> "was killed, or cut off from host " + host))
                .orElse("was killed"),
        Safety.NOTHING_CHANGED,
        "what it printed: " + operations.log(name));
  }
}
