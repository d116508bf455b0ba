package dev.rehome.redeployment;

import dev.rehome.run.Run;

/**
 * Digests of what decides which stack each revision builds, as they were when the run was approved.
 */
record Inputs(String old, String fresh) {
  static final String NOTE = "inputs";

  static void note(Run run, Workshop workshop) {
    run.noted(
        Strategies.APPROVE,
        NOTE,
        Inputs.class,
        () ->
            new Inputs(
                workshop.old().infrastructure().inputs(),
                workshop.fresh().infrastructure().inputs()));
  }

  String of(boolean ofOld) {
    return ofOld ? old : fresh;
  }
}
