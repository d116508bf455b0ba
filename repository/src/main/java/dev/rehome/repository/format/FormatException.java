package dev.rehome.repository.format;

/**
 * Bytes that should be a document of the repository are none. The message names what is wrong, not
 * where.
 */
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }

  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
