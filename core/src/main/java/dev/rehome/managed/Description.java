package dev.rehome.managed;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the provider says of a server.
 *
 * @param state the provider's word for it
 * @param running whether it can be worked on
 * @param version the provider's name for the database's version
 * @param replicas their names
 * @param backupsSurvive whether its backups outlive it when it is deleted
 * @param isProtected whether the provider refuses to delete it
 * @param flags settings of the database that were set at the provider
 * @param backupSettings when the provider makes backups by itself, in its own form
 */
public record Description(
    ManagedInstance instance,
    String state,
    boolean running,
    String version,
    long diskGib,
    List<String> replicas,
    boolean backupsSurvive,
    boolean isProtected,
    Map<String, String> flags,
    String backupSettings,
    String connection,
    Optional<String> address) {
  public Description {
    replicas = List.copyOf(replicas);
    flags = Map.copyOf(flags);
  }
}
