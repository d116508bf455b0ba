/**
 * Proving a backup: restoring it elsewhere, comparing, reading it back. Only from here come the
 * types without which nothing is destroyed: {@code ProvenBackup} and {@code DestroyPermit}.
 */
@NullMarked
package dev.rehome.proof;

import org.jspecify.annotations.NullMarked;
