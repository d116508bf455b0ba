package dev.rehome.repository.crypto;

/** Sealed bytes do not open: they were changed, cut short, or sealed under another key. */
public final class SealException extends Exception {
  private static final long serialVersionUID = 1L;

  public SealException(String message) {
    super(message);
  }
}
