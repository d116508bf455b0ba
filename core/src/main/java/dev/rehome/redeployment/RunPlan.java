package dev.rehome.redeployment;

import dev.rehome.journal.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run is to do, as it was begun.
 *
 * @param from the full id of the old revision's commit
 * @param to the full id of the new one's
 * @param restoreFrom where databases are brought back from first, if that was said
 */
public record RunPlan(
    RunId run,
    String stack,
    String from,
    String to,
    Instant at,
    Optional<RestoreFrom> restoreFrom) {}
