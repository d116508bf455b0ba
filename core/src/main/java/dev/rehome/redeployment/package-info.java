/**
 * A redeployment: {@code Redeployment} follows a plan of {@code plan}, does what {@code step} says,
 * and decides by what {@code look} sees; {@code Runs} knows the runs of a stack.
 */
@NullMarked
package dev.rehome.redeployment;

import org.jspecify.annotations.NullMarked;
