package dev.rehome.repository;

import dev.rehome.repository.format.Id;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whole packs of trees, of a repository on another machine: whoever has asked for three trees of a
 * pack will ask for most of them, and each alone would be a journey. They are held while a command
 * runs; a copy on this machine that outlived it could hide what has become of the repository.
 */
final class TreePacks {
  private static final int ONE_BY_ONE = 2;
  private static final int MOST = 3;

  private final Function<Id, byte[]> whole;
  private final Map<Id, Integer> asked = new HashMap<>();
  private final Map<Id, byte[]> held = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param whole reads a pack
   */
  TreePacks(Function<Id, byte[]> whole) {
    this.whole = whole;
  }

  /** The pack, unless it is better to read just the tree. */
  synchronized Optional<byte[]> of(Id pack) {
    if (asked.merge(pack, 1, Integer::sum) <= ONE_BY_ONE) {
      return Optional.empty();
    }
    byte[] bytes = held.computeIfAbsent(pack, whole);
    if (held.size() > MOST) {
      held.remove(held.keySet().iterator().next());
    }
    return Optional.of(bytes);
  }
}
