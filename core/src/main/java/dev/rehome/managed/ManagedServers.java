package dev.rehome.managed;

import java.util.Optional;

/** Finds servers that a provider runs. */
@FunctionalInterface
public interface ManagedServers {
  /** The one that is meant; none or several is a failure that lists what there is. */
  ManagedServer find(Place place);

  /**
   * Where to look.
   *
   * @param name the server's name, or a pattern in which {@code *} stands for any text
   * @param sockets whose connections tell which servers are meant
   * @param endpoint the address of the provider's API, if not its usual one
   */
  record Place(String project, String name, ProxySockets sockets, Optional<String> endpoint) {}
}
