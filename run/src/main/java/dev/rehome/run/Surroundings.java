package dev.rehome.run;

import dev.rehome.process.Processes;
import dev.rehome.repository.Cancellation;
import java.util.concurrent.Executor;

/**
 * What a run works in: this machine, or a simulated world.
 *
 * @param origin who it is, as journals say it
 * @param cancellation the operator's wish to stop
 * @param besides runs what is done side by side
 */
public record Surroundings(
    Clock clock, Processes processes, Origin origin, Cancellation cancellation, Executor besides) {}
