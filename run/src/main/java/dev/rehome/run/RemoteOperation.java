package dev.rehome.run;

/**
 * Work that a provider does, begun by a call and done later. Before it is begun, what there is of
 * its kind is written down; whoever goes on after a kill or a lost answer finds by that what was
 * begun since, and does not begin it twice.
 */
public interface RemoteOperation {
  /** What there is of its kind now. */
  String before();

  /** Begins it, unless it was begun since. What cannot be known is thrown. */
  Start begin(String before);

  /** How far it is. */
  Progress progress(String id);

  /** What came of the wish to begin it. */
  sealed interface Start {
    /** It is under way, under the provider's id. */
    record Begun(String id) implements Start {}

    /** It was refused, and is certainly not under way. */
    record Refused(String why) implements Start {}
  }

  /** How far it is. */
  sealed interface Progress {
    /** Not at its end. */
    record Running() implements Progress {}

    /** At its end, and well. */
    record Done() implements Progress {}

    /** At its end, and not well. */
    record Failed(String why) implements Progress {}
  }
}
