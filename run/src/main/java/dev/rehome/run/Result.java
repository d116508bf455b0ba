package dev.rehome.run;

/** What a step leaves behind for those after it; a record, journaled as JSON. */
public interface Result {
  /** One line for the operator. */
  String summary();
}
