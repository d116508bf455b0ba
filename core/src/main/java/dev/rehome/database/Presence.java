package dev.rehome.database;

/**
 * Whether a database answers. Only what is certain is said to be absent: whoever decides by it
 * destroys or builds. What could not be looked at is unknown, and a reason against.
 */
public sealed interface Presence {
  /** It answers, and is this one: compare it with the one that is meant. */
  record Here(Identity identity) implements Presence {}

  /**
   * Certainly nothing answers there under that name: no server listens, or it has no such database.
   * Behind a proxy or a tunnel of this machine that is all it says: what the server itself does
   * then only its provider knows.
   *
   * @param why half a sentence
   */
  record Absent(String why) implements Presence {}

  /**
   * It could not be found out.
   *
   * @param why a sentence
   */
  record Unknown(String why) implements Presence {}
}
