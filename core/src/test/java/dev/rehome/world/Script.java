package dev.rehome.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command does.
 *
 * @param environment on which it works
 * @param changes whether two of its kind must never be at work at once
 */
record Script(
    String what,
    @Nullable Environment environment,
    boolean changes,
    List<JobRecord.Effect> effects) {}
