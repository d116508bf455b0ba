package dev.rehome.redeployment.workshop;

import dev.rehome.document.Json;
import dev.rehome.redeployment.plan.Mending;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.run.Run;
import java.util.Optional;

/**
 * Digests of what decides which stack each revision builds, as they were before the run was looked
 * at for its approval: what changed while the operator was asked is not approved.
 */
public record Inputs(String old, String fresh) {
  /** With a number after it; alone, and of the step that approves, in journals of version 2. */
  private static final String NOTE = "inputs";

  /** To be called before anything is looked at that the approval is about. */
  public static void note(Run run, Workshop workshop) {
    run.noted(
        Strategies.CHECK,
        NOTE + " " + run.entries().size(),
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
        .or(() -> newest(run).map(both -> old ? both.old() : both.fresh()));
  }

  private static Optional<Inputs> newest(Run run) {
    return run.record().notes(NOTE).stream()
        .reduce((one, later) -> later)
        .map(json -> Json.read(json, Inputs.class));
  }
}
