/**
 * Backups of a stack: one recovery point of databases and files, each one snapshot of the
 * repository, which restic and pg_restore read without Rehome.
 */
@NullMarked
package dev.rehome.backup;

import org.jspecify.annotations.NullMarked;
