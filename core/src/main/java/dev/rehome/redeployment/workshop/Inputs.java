package dev.rehome.redeployment.workshop;

import dev.rehome.redeployment.plan.Mending;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.run.Run;
import java.util.Optional;

/**
 * Digests of what decides which stack each revision builds, as they were when the run was approved.
 */
public record Inputs(String old, String fresh) {
  private static final String NOTE = "inputs";

  public static void note(Run run, Workshop workshop) {
    run.noted(
        Strategies.APPROVE,
        NOTE,
        Inputs.class,
        () ->
            new Inputs(
                workshop.old().infrastructure().inputs(),
                workshop.fresh().infrastructure().inputs()));
  }

  /** Those of this side that were approved, if any were. */
  static Optional<String> approved(Run run, Side side, boolean old) {
    return Mending.of(run, side.revision())
        .filter(mending -> !old)
        .map(Mending::inputs)
        .or(() -> run.note(NOTE, Inputs.class).map(both -> old ? both.old() : both.fresh()));
  }
}
