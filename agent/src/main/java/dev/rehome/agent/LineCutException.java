package dev.rehome.agent;

/** The other side cannot be heard any more. */
public final class LineCutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LineCutException(String message) {
    super(message);
  }

  LineCutException(String message, Throwable cause) {
    super(message, cause);
  }
}
