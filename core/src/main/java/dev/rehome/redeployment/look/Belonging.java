package dev.rehome.redeployment.look;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.State;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Run;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees that a run goes on where it began: two environments of one stack may share its name and its
 * repository, and what is right for one destroys the other.
 */
public final class Belonging {
  private static final String PLACE = "place";
  private static final String LINEAGE = "lineage";

  private static final String BEGAN_ANEW = "the state began anew";
  private static final String OTHER_INPUTS =
      "the commands under infrastructure.commands, or files that they name, are no longer what they"
          + " were, and something stands where they lead: it may be another stack";

  private Belonging() {}

  /**
   * Fails if the stack file leads to another stack than the run's, now or whenever its state is
   * looked at; notes which it is, at first.
   */
  public static void verify(Run run, Workshop workshop) {
    String place = workshop.old().infrastructure().place();
    String begun = run.noted(PLACE, String.class, () -> place);
    if (!begun.equals(place)) {
      throw refused(run, "began at " + begun + ", and this stack file leads to " + place);
    }
    StateCopies.bring(workshop, run);
    for (Side side : List.of(workshop.old(), workshop.fresh())) {
      side.verifying(state -> refuseOther(run, workshop, state));
    }
    if (StateCopies.missing(workshop, run).isEmpty()) { // else the state here is of before
      note(run, workshop.old().state());
    }
  }

  private static void refuseOther(Run run, Workshop workshop, State state) {
    if (!reasons(run, state.lineage()).isEmpty()) {
      if (workshop.old().infrastructure().lineage().isEmpty()) {
        throw refused(run, "belongs to another stack: the state here has another lineage");
      }
      new OtherInputs(run, workshop, state.lineage(), OTHER_INPUTS, OtherInputs.resume(run))
          .agree();
    }
    if (OldStack.isOlder(run, state)) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "run " + run.id() + " saw a newer state of the infrastructure than the one here",
          new Safety.Untouched("this command changed nothing"),
          "go on there where the newer state is, or bring it here: "
              + workshop.old().infrastructure().place());
    }
  }

  /** Notes whose history the run follows, once there is one. */
  public static void note(Run run, State state) {
    if (expected(run).isEmpty() && !state.lineage().isEmpty()) {
      run.noted(lineage(run), String.class, state::lineage);
    }
  }

  private static String expected(Run run) {
    return run.note(lineage(run), String.class).orElse("");
  }

  /** Lineages that the run's state had before it last began anew. */
  static Set<String> ended(Run run) {
    return run.record().notes(LINEAGE).stream()
        .map(JsonNode::asText)
        .filter(lineage -> !lineage.equals(expected(run)))
        .collect(Collectors.toSet());
  }

  /** Whether the run's state has, or had, this lineage. */
  static boolean isOwn(Run run, String lineage) {
    return ended(run).contains(lineage) || reasons(run, lineage).isEmpty();
  }

  /** The note of the state's lineage since it last began. */
  private static String lineage(Run run) {
    int times = timesAnew(run);
    return times == 0 ? LINEAGE : LINEAGE + " " + times;
  }

  private static int timesAnew(Run run) {
    return run.record().notes(BEGAN_ANEW).size();
  }

  /**
   * Why a state is not the run's: it is of another history. Somebody may push another one, or
   * select another workspace, at any time.
   */
  static List<String> reasons(Run run, String lineage) {
    String expected = expected(run);
    return expected.isEmpty()
            || lineage.isEmpty()
            || expected.equals(lineage)
            || OtherInputs.agreed(run, lineage)
        ? List.of()
        : List.of("the state is another stack's: its lineage is another one");
  }

  /**
   * To be called before something is built: where there is no state, one with another begins.
   *
   * @param lineage of that, if it is known before
   */
  public static void noteIfNone(Run run, State state, Optional<String> lineage) {
    int times = timesAnew(run);
    if (state.lineage().isEmpty() && (times == 0 || !expected(run).isEmpty())) {
      run.noted(BEGAN_ANEW + " " + (times + 1), Boolean.class, () -> true);
      lineage.ifPresent(known -> run.noted(lineage(run), String.class, () -> known));
    }
  }

  private static FailureException refused(Run run, String why) {
    String there = "give the stack file of the environment that the run was begun in: --file FILE";
    return new FailureException(
        Failure.Kind.BAD_INPUT,
        "run " + run.id() + " " + why,
        new Safety.Untouched("this command changed nothing"),
        run.record().began(Strategies.QUIESCE.key()).isPresent()
            ? new String[] {there}
            : new String[] {there, "or, since that run closed nothing: rehome run REVISION"});
  }
}
