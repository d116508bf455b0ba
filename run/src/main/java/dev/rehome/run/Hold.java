package dev.rehome.run;

/** The right to work on a stack, which somebody else may take over. */
@FunctionalInterface
public interface Hold {
  /** Fails if it is no longer ours; asked directly before each effect. */
  void ensureHeld();
}
