/**
 * What a run would trip over: small looks of one question each, at the stack that runs and at the
 * revision to come, all of which only look. {@code redeployment.Readiness} puts them together.
 */
@NullMarked
package dev.rehome.readiness;

import org.jspecify.annotations.NullMarked;
