package dev.rehome.stack;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;

/** Texts of the stack file with their references replaced; what has no value is a failure. */
public record Values(References references) {
  /**
   * The text with its values.
   *
   * @throws References.UnresolvedException if one has no value
   */
  public String of(Template template) {
    return template.resolve(references);
  }

  /** A value that cannot be worked with. */
  public static FailureException unfit(String what) {
    return new FailureException(
        Failure.Kind.BAD_INPUT,
        what,
        Safety.NOTHING_CHANGED,
        "mend the stack file, or give the value");
  }
}
