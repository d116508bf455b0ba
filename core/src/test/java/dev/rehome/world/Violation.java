package dev.rehome.world;

/** Something happened that must never happen. */
public final class Violation extends Error {
  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }
}
