package dev.rehome.repository.backup;

import dev.rehome.repository.filesystem.RawPath;
import dev.rehome.repository.format.RawName;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The paths to back up as a tree of names from the root, so that a snapshot holds them under their
 * full paths.
 */
final class Targets {
  private final Map<RawName, Targets> children = new TreeMap<>();
  private boolean whole;

  /** A path below another one of them is covered by that. */
  static Targets of(Collection<RawPath> paths) {
    var root = new Targets();
    for (RawPath path : paths) {
      Targets at = root;
      for (RawName name : path.equals(RawPath.ROOT) ? java.util.List.<RawName>of() : path.names()) {
        at = at.children.computeIfAbsent(name, key -> new Targets());
      }
      at.whole = true;
    }
    return root;
  }

  /** Whether everything from here on is wanted. */
  boolean whole() {
    return whole;
  }

  Map<RawName, Targets> children() {
    return children;
  }
}
