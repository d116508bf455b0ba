package dev.rehome.redeployment.plan;

import dev.rehome.run.Run;

/** Whether the operator gave up what users wrote to the new stack. */
public final class Discard {
  private static final String NOTE = "discard";

  private Discard() {}

  public static boolean wanted(Run run) {
    return run.note(NOTE, Boolean.class).orElse(false);
  }

  public static void note(Run run) {
    run.noted(Strategies.BACK_APPROVE, NOTE, Boolean.class, () -> true);
  }
}
