package dev.rehome.repository.retention;

/**
 * What a prune did, or would do.
 *
 * @param freed bytes that the packs took which are gone, less those that were written anew
 * @param unused bytes of unneeded blobs that stay, because repacking them is not worth it
 */
public record PruneResult(
    long packsKept,
    long packsDeleted,
    long packsRepacked,
    long blobsRemoved,
    long freed,
    long unused) {}
