package dev.rehome.redeployment.workshop;

import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.run.Run;

/**
 * Digests of what decides which stack each revision builds, as they were when the run was approved.
 */
public record Inputs(String old, String fresh) {
  public static final String NOTE = "inputs";

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

  public String of(boolean ofOld) {
    return ofOld ? old : fresh;
  }
}
