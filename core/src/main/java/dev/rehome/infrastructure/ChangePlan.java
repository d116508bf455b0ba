package dev.rehome.infrastructure;

import java.util.List;

/**
 * What building the stack would do.
 *
 * @param destroys addresses that it would destroy or replace; building on nothing destroys nothing
 */
public record ChangePlan(int creates, int updates, List<String> destroys) {
  /** Whether what there is is what the revision describes. */
  public boolean empty() {
    return creates == 0 && updates == 0 && destroys.isEmpty();
  }

  public ChangePlan {
    destroys = List.copyOf(destroys);
  }
}
