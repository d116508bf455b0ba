package dev.rehome.world;

import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;

/** Opens simulated databases. */
public final class SimulatedDatabases {
  private SimulatedDatabases() {}

  public static Database at(Invocation by, Endpoint endpoint) {
    return new SimulatedDatabase(by, endpoint);
  }
}
