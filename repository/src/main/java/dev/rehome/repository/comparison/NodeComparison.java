package dev.rehome.repository.comparison;

import dev.rehome.repository.format.GoMode;
import dev.rehome.repository.format.Node;
import java.util.HashSet;
import java.util.StringJoiner;

/**
 * Compares what a restore would set: mode, owner, time, link target, device, extended attributes.
 */
final class NodeComparison {
  private NodeComparison() {}

  /** What of the metadata differs, or an empty text. */
  static String metadata(Node before, Node after) {
    var differing = new StringJoiner(", ");
    add(differing, GoMode.permissions(before.mode()) != GoMode.permissions(after.mode()), "mode");
    add(differing, before.uid() != after.uid() || before.gid() != after.gid(), "owner");
    add(differing, !before.mtime().sameMoment(after.mtime()), "time");
    add(differing, !before.linkTarget().equals(after.linkTarget()), "link target");
    add(differing, before.device() != after.device(), "device");
    add(
        differing,
        !new HashSet<>(before.attributes()).equals(new HashSet<>(after.attributes())),
        "extended attributes");
    return differing.toString();
  }

  private static void add(StringJoiner differing, boolean differs, String what) {
    if (differs) {
      differing.add(what);
    }
  }
}
