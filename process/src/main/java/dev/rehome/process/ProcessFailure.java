package dev.rehome.process;

import java.util.List;

/** A command that could not be run as it should be, in words for the operator. */
public final class ProcessFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What kind of failure it is. */
  public enum Reason {
    /** It did not begin. */
    NOT_STARTED,
    /** It was ended, since it ran longer than it may. */
    TIME_LIMIT,
    /** It was ended, since the operator wishes to stop. */
    STOPPED,
    /** Something of it still runs, and cannot be ended. */
    LEFT_RUNNING,
    /** How it is cannot be seen. */
    UNSEEN
  }

  private final Reason reason;
  private final transient List<String> next;

  public ProcessFailure(Reason reason, String whatHappened, List<String> next) {
    super(whatHappened);
    this.reason = reason;
    this.next = List.copyOf(next);
  }

  public Reason reason() {
    return reason;
  }

  public String whatHappened() {
    return String.valueOf(getMessage());
  }

  /** What the operator can do about it. */
  public List<String> next() {
    return next;
  }
}
