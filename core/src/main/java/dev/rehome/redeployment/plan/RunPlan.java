package dev.rehome.redeployment.plan;

import dev.rehome.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run is to do, as it was begun, or as it was amended last.
 *
 * @param from the full id of the old revision's commit
 * @param to the full id of the new one's
 * @param restoreFrom where databases are brought back from first, if that was said
 * @param version of the journal; the first one did not say
 * @param strategy the name of the plan that it follows first
 * @param mends how many times it went on with another new revision; empty for none
 */
public record RunPlan(
    RunId run,
    String stack,
    String from,
    String to,
    Instant at,
    Optional<RestoreFrom> restoreFrom,
    Optional<Integer> version,
    Optional<String> strategy,
    Optional<Integer> mends) {
  /** Of the journals that are written now. */
  public static final int VERSION = 4;

  /** The same, to another revision. */
  public RunPlan mended(String commit) {
    Optional<Integer> times = Optional.of(mends.orElse(0) + 1);
    return new RunPlan(run, stack, from, commit, at, restoreFrom, version, strategy, times);
  }
}
