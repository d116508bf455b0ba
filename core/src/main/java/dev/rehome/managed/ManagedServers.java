package dev.rehome.managed;

import java.nio.file.Path;
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
   * @param sockets the folder in which a proxy puts sockets, in folders named by connections
   * @param endpoint the address of the provider's API, if not its usual one
   */
  record Place(String project, String name, Path sockets, Optional<String> endpoint) {}
}
