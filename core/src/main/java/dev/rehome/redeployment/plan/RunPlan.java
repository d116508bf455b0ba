package dev.rehome.redeployment.plan;

import dev.rehome.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run is to do, as it was begun.
 *
 * @param from the full id of the old revision's commit
 * @param to the full id of the new one's
 * @param restoreFrom where databases are brought back from first, if that was said
 * @param version of the journal; the first one did not say
 * @param strategy the name of the plan that it follows first
 */
public record RunPlan(
    RunId run,
    String stack,
    String from,
    String to,
    Instant at,
    Optional<RestoreFrom> restoreFrom,
    Optional<Integer> version,
    Optional<String> strategy) {
  /** Of the journals that are written now. */
  public static final int VERSION = 2;
}
