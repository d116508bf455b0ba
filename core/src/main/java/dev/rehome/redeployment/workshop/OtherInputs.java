package dev.rehome.redeployment.workshop;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.run.Run;

/**
 * What decides which stack is meant, such as variable files, is no longer what it was. It may lead
 * to another stack, so an approval given for this one does not count: whoever agrees names exactly
 * these inputs.
 *
 * @param digest of the inputs as they are now
 * @param what is no longer what it was, and what that may mean
 * @param command that goes on
 */
public record OtherInputs(Run run, Workshop workshop, String digest, String what, String command) {
  private static final String NOTE = "agreed to inputs ";
  private static final int SHOWN = 8;

  private static final String BUILDING =
      "the variable files, variables, arguments or workspace are no longer those that were"
          + " approved: what would be built may be another stack, and what this run built before"
          + " stays where it is";

  /**
   * Asks if other inputs than those that were approved would decide what is built next. To be
   * called before what that replaces is closed or destroyed, too.
   */
  public static void refuse(Run run, Workshop workshop) {
    refuse(run, workshop, resume(run));
  }

  /** Asks so, too, and names the command that goes on with what is approved. */
  public static void refuse(Run run, Workshop workshop, String command) {
    boolean back = Strategies.goesBack(run);
    Side side = back ? workshop.old() : workshop.fresh();
    String now = side.infrastructure().inputs();
    Inputs.approved(run, side, back)
        .filter(approved -> !approved.equals(now))
        .ifPresent(approved -> new OtherInputs(run, workshop, now, BUILDING, command).agree());
  }

  /** What goes on unless another command does. */
  public static String resume(Run run) {
    return "rehome resume " + run.id();
  }

  /** Whether the operator agreed to these inputs before. */
  public static boolean agreed(Run run, String digest) {
    return run.note(NOTE + digest, String.class).isPresent();
  }

  /** Asks, unless it was agreed before; fails if nobody agrees. */
  public void agree() {
    if (agreed(run, digest)) {
      return;
    }
    String word = workshop.stack().name() + "@" + digest.substring(0, SHOWN);
    String by = workshop.approval().ask(word, what + ".\n").orElseThrow(() -> notAgreed(word));
    run.noted(NOTE + digest, String.class, () -> by);
  }

  private FailureException notAgreed(String word) {
    return new FailureException(
        Failure.Kind.NOT_APPROVED,
        what,
        Safety.NOTHING_CHANGED,
        "bring them back to what they were, and type the command again",
        "or, having seen that it is the right stack: " + command + " --approve " + word,
        "or, to go back: rehome rollback " + run.id() + " --approve " + word);
  }
}
