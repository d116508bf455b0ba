/**
 * What differs between two snapshots, or between a snapshot and a live folder. Writes nothing
 * anywhere.
 */
@NullMarked
package dev.rehome.repository.comparison;

import org.jspecify.annotations.NullMarked;
