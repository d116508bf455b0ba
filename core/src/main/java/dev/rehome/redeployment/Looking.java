package dev.rehome.redeployment;

/** Looks at everything that a run would trip over. */
@FunctionalInterface
interface Looking {
  Readiness.Report look(Side old, Side fresh);
}
