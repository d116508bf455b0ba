package dev.rehome.proof;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is looked at again directly before destroying. {@link Prover#permit} calls it; what was seen
 * belongs to one plan and is soon too old.
 */
@FunctionalInterface
public interface LastLook {
  /** Looks now. What cannot be seen is a reason against. */
  Seen look(DestroyPlan plan);

  /** What has to be answered each time; a look that leaves one out permits nothing. */
  enum Question {
    STACK("whether this is the stack that is meant"),
    CONSENT("whether the operator agreed to this"),
    WRITES("whether anybody wrote since the backup"),
    BACKUP("whether the backup, and what belongs to it at the provider, outlives the stack"),
    REPOSITORY("whether the repository is among what would be destroyed");

    private final String text;

    Question(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * What a look saw; only a last look makes one.
   *
   * @param plan digest of the plan that it is about
   * @param at when the looking ended
   * @param against reasons by question; a question without any is one that speaks for it
   */
  record Seen(String plan, Instant at, Map<Question, List<String>> against) {
    public Seen {
      against = Map.copyOf(against);
    }
  }
}
