package dev.rehome.run;

/** What a failure in a stage leads to. */
public enum Edge {
  /** Nothing has to be undone. */
  STOP,
  /** What was done since writers were stopped is void; the old stack serves again. */
  REOPEN,
  /** Everything stays closed until it is resumed or rolled back. */
  HOLD,
  /** The work is done all the same. */
  WARN
}
