package dev.rehome.infrastructure;

import java.util.List;
import java.util.Optional;

/**
 * What building the stack would do.
 *
 * @param creates addresses of what would be built
 * @param servers database servers that a provider will run for it, as far as the plan tells
 * @param destroys addresses that it would destroy or replace; building on nothing destroys nothing
 * @param declared what the stack will tell of itself, if that can be known
 */
public record ChangePlan(
    List<String> creates,
    int updates,
    List<String> destroys,
    List<Server> servers,
    Optional<Declared> declared) {
  public ChangePlan(
      List<String> creates, int updates, List<String> destroys, List<Server> servers) {
    this(creates, updates, destroys, servers, Optional.empty());
  }

  /** A database server that will be there. */
  public record Server(String version, long diskGib) {}

  /** Whether what there is is what the revision describes. */
  public boolean empty() {
    return creates.isEmpty() && updates == 0 && destroys.isEmpty();
  }

  public ChangePlan {
    creates = List.copyOf(creates);
    destroys = List.copyOf(destroys);
    servers = List.copyOf(servers);
  }
}
