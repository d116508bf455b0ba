package dev.rehome.host;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;

/** The connection to a host was lost in the middle of something; it may be there again by now. */
public final class LostLineException extends FailureException {
  private static final long serialVersionUID = 1;

  public LostLineException(String whatHappened) {
    super(
        Failure.Kind.FAILED,
        whatHappened,
        Safety.NOTHING_CHANGED,
        "see what is wrong with the host, and start again");
  }

  public LostLineException(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
