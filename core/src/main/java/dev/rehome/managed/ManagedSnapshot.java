package dev.rehome.managed;

import java.util.Map;

/**
 * A backup that the provider made and keeps. It brings back all databases of a server, with roles
 * and passwords; not its flags, not the rows of unlogged tables, not its backup settings.
 *
 * @param id the provider's
 * @param began as the provider writes it
 */
public record ManagedSnapshot(
    ManagedInstance of,
    String id,
    String began,
    String version,
    long diskGib,
    Map<String, String> flags) {
  public ManagedSnapshot {
    flags = Map.copyOf(flags);
  }
}
