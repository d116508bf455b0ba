/**
 * What there is, found by looking: of the old stack, of the new one, and of the state; and the last
 * looks before either is destroyed. Nothing here builds or destroys anything; a fence that was
 * lifted is raised again, and an older state is replaced by its newer copy.
 */
@NullMarked
package dev.rehome.redeployment.look;

import org.jspecify.annotations.NullMarked;
