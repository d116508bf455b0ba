package dev.rehome.redeployment.check;

import dev.rehome.redeployment.side.Side;

/** Looks at everything that a run would trip over. */
@FunctionalInterface
public interface Looking {
  Readiness.Report look(Side old, Side fresh);
}
