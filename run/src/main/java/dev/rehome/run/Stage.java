package dev.rehome.run;

import java.util.Optional;

/**
 * One stage of a plan.
 *
 * @param key as journals name it; no other stage of any plan has it
 * @param word as the operator reads it
 * @param beside whether it runs side by side with the stage before it
 * @param voids the stage from which on no result counts any more once an operation of this one
 *     failed, or was lost: what that left behind is unknown
 */
public record Stage(String key, String word, Edge edge, boolean beside, Optional<String> voids) {
  public static Stage of(String word, Edge edge) {
    return new Stage(word, word, edge, false, Optional.empty());
  }

  /** The same stage, side by side with the one before it. */
  public Stage besides() {
    return new Stage(key, word, edge, true, voids);
  }

  /** The same stage, a failure of which voids everything from another one on. */
  public Stage voiding(Stage from) {
    return new Stage(key, word, edge, beside, Optional.of(from.key()));
  }

  @Override
  public String toString() {
    return word;
  }
}
