package dev.rehome.world;

/** Ends a process of the program as a kill does: its memory is gone, the world stays. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1;

  Killed() {
    super("killed", null, false, false);
  }
}
