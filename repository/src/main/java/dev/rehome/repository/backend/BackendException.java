package dev.rehome.repository.backend;

/**
 * A backend could not do what it was asked to; {@link #kind()} says whether trying again can help.
 */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it failed. */
  public enum Kind {
    /** The file is not there. */
    ABSENT,
    /** The place is there and the rights are not. */
    DENIED,
    /** No space, or a quota, is left. */
    FULL,
    /** A network or server trouble that may pass: worth trying again. */
    TRANSIENT,
    /** Anything else: trying again gives the same. */
    PERMANENT
  }

  private final Kind kind;

  public BackendException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public BackendException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
