package dev.rehome.database;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;

/** A database was not made anew, since somebody uses it: trying another way would lose that too. */
public final class DatabaseUsedException extends FailureException {
  private static final long serialVersionUID = 1;

  public DatabaseUsedException(String whatHappened, String... next) {
    super(
        Failure.Kind.FAILED,
        whatHappened,
        new Safety.Standing("nothing was loaded; what is there is as it was"),
        next);
  }
}
