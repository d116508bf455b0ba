package dev.rehome.world;

import dev.rehome.failure.Failure;

/** How a process of the program ended. */
public sealed interface Ending {
  /** It came to its end; how that is called. */
  record Ended(String word) implements Ending {}

  /** It told a failure. */
  record Failed(Failure failure) implements Ending {
    @Override
    public String toString() {
      return "fails: "
          + failure.kind()
          + " "
          + failure.whatHappened()
          + " | "
          + failure.safe().getClass().getSimpleName()
          + ": "
          + failure.safe().text()
          + " | "
          + failure.next();
    }
  }

  /** It was killed. */
  record Killed() implements Ending {}

  /** It met a violation, or broke. */
  record Broken(Error error) implements Ending {}
}
