/**
 * One of the two stacks that a run knows, the old one or the new one: its revision, what belongs to
 * it, and how it is spoken to. Nothing here knows which plan is followed.
 */
@NullMarked
package dev.rehome.redeployment.side;

import org.jspecify.annotations.NullMarked;
