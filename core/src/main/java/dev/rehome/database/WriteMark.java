package dev.rehome.database;

/** A cheap value that changes when anybody writes: rows, large objects, definitions, rights. */
public record WriteMark(String value) {
  /** Whether this is that one, with or without more. */
  public boolean begins(WriteMark with) {
    return value.equals(with.value) || value.startsWith(with.value + " ");
  }

  /** Both in one. */
  public WriteMark and(WriteMark other) {
    return new WriteMark(value + " " + other.value);
  }
}
