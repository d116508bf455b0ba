package dev.rehome.redeployment;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.redeployment.look.StateCopies;
import dev.rehome.redeployment.side.Infrastructures;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Entry;
import dev.rehome.run.Run;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What another machine began, and may still be at: only that machine can see it.
 *
 * @param hasEnded whether the operator is certain that nothing of it is at work any more
 */
record Elsewhere(Run run, Workshop workshop, boolean hasEnded) {
  /**
   * What was begun on another machine may still be at work there, which nothing tells here: who
   * takes over says that it has ended. Planning takes the state's lock, and so sees a mistake in
   * that for what changes infrastructure. A state that is in a file there tells nothing here.
   *
   * @param command that was typed
   */
  void refuse(String command) {
    Infrastructure infrastructure = workshop.old().infrastructure();
    Optional<Entry> missing = StateCopies.missing(workshop, run);
    if (missing.isPresent()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          missing.get().name().orElse("")
              + " was begun on "
              + run.machine(missing.get())
              + ", and what it did is in the state there: "
              + infrastructure.place(),
          Safety.NOTHING_CHANGED,
          "go on there: rehome resume " + run.id() + ", or rehome rollback " + run.id(),
          "or see that it has ended, and copy that machine's state file to this one");
    }
    List<Entry> elsewhere = run.underWayElsewhere();
    if (!elsewhere.isEmpty() && !hasEnded) {
      throw new FailureException(
          Failure.Kind.BUSY,
          elsewhere.stream().map(this::begunElsewhere).collect(Collectors.joining("; ")),
          new Safety.Untouched("this command changed nothing"),
          command + " " + run.id() + "    on that machine, which sees it",
          command + " " + run.id() + " --take-over    here, once it has certainly ended there");
    }
    elsewhere.stream()
        .filter(each -> Infrastructures.changes(each.name().orElse("")))
        .findFirst()
        .ifPresent(each -> refuseIfLocked(infrastructure, each));
    elsewhere.forEach(run::endedElsewhere);
  }

  private void refuseIfLocked(Infrastructure infrastructure, Entry begun) {
    try {
      infrastructure.planDestroy();
    } catch (FailureException e) {
      throw new FailureException(
          Failure.Kind.FAILED,
          begunElsewhere(begun) + ": " + e.failure().whatHappened(),
          Safety.NOTHING_CHANGED,
          "wait until it has ended there, or end it, then start again");
    }
  }

  private String begunElsewhere(Entry begun) {
    return begun.name().orElse("")
        + " was begun on "
        + run.machine(begun)
        + ", and may still be at work there";
  }
}
