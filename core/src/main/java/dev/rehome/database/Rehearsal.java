package dev.rehome.database;

import java.util.List;

/** A copy of a database on a scratch server, to try migrations on; everything done is watched. */
public interface Rehearsal {
  /** The copy, with a login that its owner may use here. */
  Database copy();

  /** Another copy, which nobody touches: what was before. */
  Database before();

  /** Stops watching; what was done to the copy. Call it once. */
  Activity ended();

  /**
   * What was done.
   *
   * @param definitions statements that defined, changed or dropped something, in order
   * @param tables those of before that were rewritten or whose rows were changed
   */
  record Activity(List<Definition> definitions, List<Touched> tables) {}

  /**
   * A statement that defines something.
   *
   * @param text at most its first 300 characters
   * @param locks what it and the statements of its transaction before it locked: table and mode
   * @param dropped tables and columns of before that went with all they held
   */
  record Definition(String text, double seconds, List<String> locks, List<String> dropped) {}

  /** A table of before, and how many of its rows were touched, undone work included. */
  record Touched(String table, boolean rewritten, long inserted, long updated, long deleted) {}
}
