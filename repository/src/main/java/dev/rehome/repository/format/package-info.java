/**
 * The documents of a restic repository as values, and their bytes: written exactly as restic (Go's
 * JSON encoder) writes them, because a tree's name is the hash of its bytes and restic refuses one
 * that it would write differently.
 */
@NullMarked
package dev.rehome.repository.format;

import org.jspecify.annotations.NullMarked;
