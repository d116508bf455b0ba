package dev.rehome.repository.restore;

import dev.rehome.repository.progress.Progress;

/**
 * A finished restore.
 *
 * @param entries files, folders, links and devices that the target now has
 * @param bytes of files, all of them verified
 * @param written bytes that differed and were written
 * @param problems how many entries are not as they should be
 * @param damaged whether some of that is because the repository is damaged
 */
public record RestoreResult(
    long entries, long bytes, long written, long problems, boolean damaged, Progress progress) {}
