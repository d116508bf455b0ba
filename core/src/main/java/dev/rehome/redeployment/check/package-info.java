/**
 * What is looked up before anything is approved: whether a run would trip, and what its migrations
 * would do.
 */
@NullMarked
package dev.rehome.redeployment.check;

import org.jspecify.annotations.NullMarked;
