package dev.rehome.failure;

import java.util.ArrayList;
import java.util.List;

/**
 * A failure as the operator reads it.
 *
 * @param next what to do, one line each, the best first
 */
public record Failure(Kind kind, String whatHappened, Safety safe, List<String> next) {
  /** What a script can tell apart; the command line gives each an exit code. */
  public enum Kind {
    /** Wrong usage or a stack file that cannot be carried out; found before anything changed. */
    BAD_INPUT,
    /** A check found what a run would trip over. */
    NOT_READY,
    /** State came back other than it was saved, or would be lost. */
    LOST,
    /** Another run of the stack is on. */
    BUSY,
    /** The operator has to approve first. */
    NOT_APPROVED,
    /** Stopped by the operator. */
    STOPPED,
    FAILED
  }

  public Failure {
    next = List.copyOf(next);
  }

  /** The same failure, with more to say about what happened: clean-up that failed as well. */
  public Failure also(String more) {
    return new Failure(kind, whatHappened + "\n" + more, safe, next);
  }

  /** The same failure, seen from where it is known what is safe. */
  public Failure safe(Safety now) {
    return new Failure(kind, whatHappened, now, next);
  }

  /** The same failure, with what to do at last. */
  public Failure then(String step) {
    var all = new ArrayList<>(next);
    all.add(step);
    return new Failure(kind, whatHappened, safe, all);
  }

  /** The same failure, with what to do first. */
  public Failure next(String... steps) {
    var all = new ArrayList<>(List.of(steps));
    next.stream().filter(step -> !all.contains(step)).forEach(all::add);
    return new Failure(kind, whatHappened, safe, all);
  }
}
