package dev.rehome.stack;

/** Something wrong in a stack file; lines and columns begin with 1. */
public record Problem(int line, int column, String text) implements Comparable<Problem> {
  @Override
  public int compareTo(Problem other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column + ": " + text;
  }
}
