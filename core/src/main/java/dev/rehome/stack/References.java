package dev.rehome.stack;

/** Values for references, of one stack: the old one or the new one. */
@FunctionalInterface
public interface References {
  /** The value; an {@link UnresolvedException} if there is none. */
  String value(Reference reference);

  /** A reference that has no value; the message says which and why. */
  final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnresolvedException(Reference reference, String why) {
      super(reference + ": " + why);
    }
  }
}
