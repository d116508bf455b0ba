/**
 * What a run is to do and has done, as values: the plans, and what each step leaves in the journal.
 */
@NullMarked
package dev.rehome.redeployment.plan;

import org.jspecify.annotations.NullMarked;
