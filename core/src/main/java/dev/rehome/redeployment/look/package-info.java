/**
 * What there is, found by looking: of the old stack, of the new one, and of the state; and the last
 * looks before either is destroyed. Nothing here changes a stack.
 */
@NullMarked
package dev.rehome.redeployment.look;

import org.jspecify.annotations.NullMarked;
