package dev.rehome.database;

import dev.rehome.host.Host;
import java.util.Optional;

/**
 * Where a database's dumps are made and loaded: on the host that it is reached from, or here.
 *
 * @param why not there, though it is reached from a host; else empty
 */
public record Nearness(Optional<Host> host, String why) {
  /** It is reached from here. */
  public static final Nearness HERE = new Nearness(Optional.empty(), "");
}
