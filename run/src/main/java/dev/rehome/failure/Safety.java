package dev.rehome.failure;

/** What is safe now. {@link #text} is one line, without a period at its end. */
public sealed interface Safety {
  String text();

  /** Nothing was changed anywhere. */
  Safety NOTHING_CHANGED = new Untouched("nothing was changed");

  /** The stack is as it was; perhaps something was added to the repository. */
  record Untouched(String text) implements Safety {}

  /** The old stack serves, or can serve again. */
  record Standing(String text) implements Safety {}

  /** The old stack is gone, and the backup is proven. */
  record Destroyed(String text) implements Safety {}

  /** It is not known; {@code howToFindOut} says what tells. */
  record Unknown(String howToFindOut) implements Safety {
    @Override
    public String text() {
      return "not known: " + howToFindOut;
    }
  }
}
