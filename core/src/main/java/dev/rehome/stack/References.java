package dev.rehome.stack;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;

/** Values for references, of one stack: the old one or the new one. */
@FunctionalInterface
public interface References {
  /** The value; an {@link UnresolvedException} if there is none. */
  String value(Reference reference);

  /** A reference that has no value; the message says which and why. */
  final class UnresolvedException extends FailureException {
    private static final long serialVersionUID = 1;

    public UnresolvedException(Reference reference, String why) {
      super(
          Failure.Kind.BAD_INPUT,
          reference + ": " + why,
          Safety.NOTHING_CHANGED,
          "mend the stack file, or give the value");
    }
  }
}
