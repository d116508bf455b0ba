package dev.rehome.host;

import java.nio.file.Path;
import java.util.Optional;

/** Gives access to machines. */
@FunctionalInterface
public interface Hosts {
  Host at(Place place);

  /**
   * Which machine, and as whom.
   *
   * @param name as the stack file calls it
   * @param address a name or an address, or an alias of the operator's configuration
   * @param user as whom to log in; else the operator's configuration says
   * @param sudo whether commands run as root there
   * @param via through which other machine it is reached
   * @param configuration a file in place of the operator's own
   */
  record Place(
      String name,
      String address,
      Optional<String> user,
      Optional<Integer> port,
      boolean sudo,
      Optional<Place> via,
      Optional<Path> configuration) {
    @Override
    public String toString() {
      return name + " (" + user.map(login -> login + "@").orElse("") + address + ")";
    }
  }
}
