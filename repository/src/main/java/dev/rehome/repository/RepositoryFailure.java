package dev.rehome.repository;

import java.util.List;

/**
 * An operation could not be done. It says what happened, what is safe now, and what to do next,
 * each for a person.
 */
public final class RepositoryFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of thing went wrong; the command line makes its exit code of it. */
  public enum Reason {
    BAD_INPUT,
    NO_REPOSITORY,
    WRONG_PASSWORD,
    LOCKED,
    TOO_NEW,
    DAMAGED,
    CONFLICT,
    CANCELLED,
    FAILED
  }

  private final Reason reason;
  private final String safe;
  private final transient List<String> next;

  public RepositoryFailure(Reason reason, String whatHappened, String safe, List<String> next) {
    super(whatHappened);
    this.reason = reason;
    this.safe = safe;
    this.next = List.copyOf(next);
  }

  public RepositoryFailure(Reason reason, String whatHappened, String safe, String... next) {
    this(reason, whatHappened, safe, List.of(next));
  }

  /** A file of the repository is not what its name or its seal says it should be. */
  public static RepositoryFailure damaged(String what) {
    return new RepositoryFailure(
        Reason.DAMAGED,
        what,
        "nothing was changed; whatever does not depend on this file can still be restored",
        "rehome repository check --read-data LOCATION    names everything that is damaged");
  }

  public Reason reason() {
    return reason;
  }

  public String whatHappened() {
    return String.valueOf(getMessage());
  }

  public String safe() {
    return safe;
  }

  public List<String> next() {
    return next;
  }
}
