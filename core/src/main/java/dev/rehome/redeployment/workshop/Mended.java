package dev.rehome.redeployment.workshop;

import dev.rehome.redeployment.side.Side;

/** Another revision that a run may go on with. */
@FunctionalInterface
public interface Mended {
  /**
   * The new side as this revision builds it.
   *
   * @param whole whether all of what the run has built stands, which it can then be held against
   * @throws dev.rehome.failure.FailureException if something stands in its way
   */
  Side side(String commit, boolean whole);
}
