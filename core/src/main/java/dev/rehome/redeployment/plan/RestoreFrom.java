package dev.rehome.redeployment.plan;

/** Where a database is brought back from: each is tried after the one before it failed. */
public enum RestoreFrom {
  /** The provider's own backup, where there is one. */
  SNAPSHOT,
  /** The dump in the repository. */
  DUMP
}
