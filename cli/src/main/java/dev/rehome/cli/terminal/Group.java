package dev.rehome.cli.terminal;

import java.util.List;

/** A command that only holds others. */
public interface Group {
  /** Their classes, in the order of the help. */
  List<Class<?>> commands();
}
