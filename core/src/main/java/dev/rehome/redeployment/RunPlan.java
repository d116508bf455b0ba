package dev.rehome.redeployment;

import dev.rehome.journal.RunId;
import java.time.Instant;

/**
 * What a run is to do, as it was begun.
 *
 * @param from the full id of the old revision's commit
 * @param to the full id of the new one's
 */
public record RunPlan(RunId run, String stack, String from, String to, Instant at) {}
