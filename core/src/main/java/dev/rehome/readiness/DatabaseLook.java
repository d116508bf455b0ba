package dev.rehome.readiness;

import dev.rehome.database.Database;
import dev.rehome.database.Nearness;
import dev.rehome.database.Scratch;

/**
 * Whether a database can be saved, proven and brought back.
 *
 * @param managed whether a provider runs its server
 */
public record DatabaseLook(Database database, boolean managed, Scratch scratch) {
  /**
   * Looks.
   *
   * @param size as it was measured
   */
  public Findings look(Database.Size size) {
    return Findings.of(
        () -> Findings.problems(database.obstacles()),
        this::unlogged,
        this::administrator,
        this::provable,
        () -> nearness(size));
  }

  private Findings unlogged() {
    return managed && !database.unlogged().isEmpty()
        ? Findings.warning(
            "no snapshot holds the rows of unlogged tables; they are filled from the dump: "
                + String.join(", ", database.unlogged()))
        : Findings.NONE;
  }

  private Findings administrator() {
    return database.endpoint().admin().isEmpty()
        ? Findings.warning(
            "database "
                + database.endpoint()
                + " has no admin-user, so the application cannot be kept out; writes are noticed")
        : Findings.NONE;
  }

  private Findings provable() {
    scratch.possible(database.serverVersion() / 10_000);
    return Findings.NONE;
  }

  private Findings nearness(Database.Size size) {
    Nearness near = database.near(size.dumped());
    return near.why().isEmpty()
        ? Findings.NONE
        : Findings.warning(
            "database "
                + database.endpoint()
                + " is dumped and loaded through the connection, since "
                + near.why());
  }
}
