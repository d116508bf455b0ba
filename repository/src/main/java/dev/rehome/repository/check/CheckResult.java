package dev.rehome.repository.check;

import dev.rehome.repository.progress.Progress;

/** A finished check; {@code bytesRead} is 0 unless the data was read. */
public record CheckResult(
    long snapshots,
    long packs,
    long blobs,
    long unusedBlobs,
    long bytesRead,
    long problems,
    Progress progress) {}
