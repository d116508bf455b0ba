package dev.rehome.host;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;

/** The connection to a host was lost in the middle of something; it may be there again by now. */
public final class LostLineException extends FailureException {
  private static final long serialVersionUID = 1;

  public LostLineException(Failure failure) {
    super(failure);
  }

  public LostLineException(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
