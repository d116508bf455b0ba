/**
 * The durable record of a run: one line of JSON for each thing that happened, synced before
 * anything that follows from it.
 */
@NullMarked
package dev.rehome.run;

import org.jspecify.annotations.NullMarked;
