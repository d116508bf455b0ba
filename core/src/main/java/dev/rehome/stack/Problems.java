package dev.rehome.stack;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Gathers everything that is wrong with a stack file. */
final class Problems {
  private final List<Problem> all = new ArrayList<>();

  void add(Node at, String text) {
    Mark mark = at.getStartMark().orElseThrow();
    all.add(new Problem(mark.getLine() + 1, mark.getColumn() + 1, text));
  }

  void add(int line, int column, String text) {
    all.add(new Problem(line, column, text));
  }

  boolean none() {
    return all.isEmpty();
  }

  List<Problem> sorted() {
    return all.stream().sorted().distinct().toList();
  }
}
