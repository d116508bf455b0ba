package dev.rehome.run;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.repository.Crew;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Carries out a plan, from where the run's journal is to the end.
 *
 * @param steps makes the step of a stage, when all stages before it are done
 */
public record Execution(Run run, Function<Stage, Step<?>> steps) {
  /**
   * Carries it out.
   *
   * @throws StageFailedException if a stage failed
   */
  public void follow(Plan plan) {
    run.listener().follows(plan);
    for (List<Stage> group : plan.groups()) {
      together(group);
    }
  }

  /**
   * All at once. If one fails, the others are waited for, so that none is under way when the
   * failure is seen to.
   */
  private void together(List<Stage> group) {
    var others = new ArrayList<CompletableFuture<Optional<RuntimeException>>>();
    for (Stage stage : group.subList(1, group.size())) {
      others.add(CompletableFuture.supplyAsync(() -> attempt(stage), run.besides()));
    }
    Optional<RuntimeException> first = attempt(group.getFirst());
    for (int i = 0; i < others.size() && first.isPresent(); i++) {
      if (!others.get(i).isDone()) {
        run.listener()
            .warns(
                group.getFirst()
                    + " failed, "
                    + group.get(i + 1)
                    + " is waited for: "
                    + Failures.of(first.get()).whatHappened());
      }
    }
    var stages = new ArrayList<Stage>();
    Optional<RuntimeException> failed = first;
    first.ifPresent(e -> stages.add(group.getFirst()));
    for (int i = 0; i < others.size(); i++) {
      Optional<RuntimeException> other = Crew.result(others.get(i));
      if (other.isPresent()) {
        stages.add(group.get(i + 1));
        failed =
            Optional.of(failed.map(one -> Failures.both(one, other.get())).orElse(other.get()));
      }
    }
    if (failed.isPresent()) {
      throw new StageFailedException(stages, failed.get());
    }
  }

  private Optional<RuntimeException> attempt(Stage stage) {
    try {
      run.step(stage, steps.apply(stage));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    } catch (VirtualMachineError | LinkageError e) { // what was stopped has to be opened again
      return Optional.of(broken(e));
    }
  }

  private static FailureException broken(Error e) {
    return new FailureException(
        new Failure(
            Failure.Kind.FAILED,
            e instanceof OutOfMemoryError
                ? "there was not enough memory"
                : "the program itself broke: " + e.getMessage(),
            Safety.NOTHING_CHANGED,
            List.of("give it more memory: REHOME_JAVA_OPTIONS=-Xmx2g")),
        e);
  }
}
