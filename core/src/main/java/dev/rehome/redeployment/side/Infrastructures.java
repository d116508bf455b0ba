package dev.rehome.redeployment.side;

import java.util.Set;

/** Which operations change infrastructure: ended half way, they leave what nobody can find. */
public final class Infrastructures {
  private static final Set<String> CHANGING = Set.of("create", "clear", "destroy", "destroy new");

  private Infrastructures() {}

  public static boolean changes(String operation) {
    return CHANGING.contains(operation);
  }
}
