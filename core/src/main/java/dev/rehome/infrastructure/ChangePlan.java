package dev.rehome.infrastructure;

import java.util.List;

/**
 * What building the stack would do.
 *
 * @param servers database servers that a provider will run for it, as far as the plan tells
 * @param destroys addresses that it would destroy or replace; building on nothing destroys nothing
 */
public record ChangePlan(int creates, int updates, List<String> destroys, List<Server> servers) {
  /** A database server that will be there. */
  public record Server(String version, long diskGib) {}

  /** Whether what there is is what the revision describes. */
  public boolean empty() {
    return creates == 0 && updates == 0 && destroys.isEmpty();
  }

  public ChangePlan {
    destroys = List.copyOf(destroys);
    servers = List.copyOf(servers);
  }
}
