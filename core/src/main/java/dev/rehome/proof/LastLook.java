package dev.rehome.proof;

import java.util.List;

/** What is looked at again directly before destroying; each answer is a reason not to. */
@FunctionalInterface
public interface LastLook {
  /**
   * Reasons against; none means that nothing speaks against it. What cannot be seen is a reason.
   */
  List<String> reasonsAgainst();
}
