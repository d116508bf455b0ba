package dev.rehome.infrastructure;

import java.util.List;

/**
 * What building the stack would do.
 *
 * @param destroys addresses that it would destroy or replace; building on nothing destroys nothing
 */
public record ChangePlan(int creates, List<String> destroys) {
  public ChangePlan {
    destroys = List.copyOf(destroys);
  }
}
