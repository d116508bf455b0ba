package dev.rehome.redeployment.side;

import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Presence;
import dev.rehome.failure.FailureException;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The databases of a stack of which some may be gone, and with it what references lead to, a
 * password, say: where they were is noted while all of it stands.
 */
public record KnownDatabases(Run run, String name) {
  /** Where one was; without any secret. */
  record Address(String key, String host, int port, String database, String user, boolean near) {}

  /** All of a stack's. */
  record Addresses(List<Address> all) {}

  private String note() {
    return "addresses of " + name;
  }

  public void note(Stage stage, Sources sources) {
    run.noted(
        stage,
        note(),
        Addresses.class,
        () ->
            new Addresses(
                sources.restored().stream()
                    .map(Database::endpoint)
                    .map(KnownDatabases::address)
                    .toList()));
  }

  private static Address address(Endpoint endpoint) {
    return new Address(
        endpoint.key(),
        endpoint.host(),
        endpoint.port(),
        endpoint.name(),
        endpoint.user().user(),
        endpoint.near().isPresent());
  }

  /**
   * As the stack file leads to them, or where it no longer does, as they were noted: without a
   * password that tells whether anything listens there.
   */
  public List<Database> of(Side side, Sources sources) {
    return of(side, sources::restored);
  }

  /** Only those that this machine reaches by itself: a host on the way may be gone. */
  public List<Database> directly(Side side, Sources sources) {
    return of(side, sources::restoredDirectly);
  }

  private List<Database> of(Side side, Supplier<List<Database>> databases) {
    try {
      return databases.get();
    } catch (FailureException e) {
      Optional<Addresses> noted = run.note(note(), Addresses.class);
      return noted.orElseThrow(() -> e).all().stream()
          .filter(address -> !address.near()) // through a machine that may be gone, nothing is seen
          .map(
              address ->
                  side.at(
                      new Endpoint(
                          address.key(),
                          address.host(),
                          address.port(),
                          address.database(),
                          new Endpoint.Login(address.user(), Optional.empty()),
                          Optional.empty())))
          .toList();
    }
  }

  /** Whether one is there; unknown if it cannot be looked at. */
  public static Presence presence(Database database) {
    try {
      return database.presence();
    } catch (FailureException e) {
      return new Presence.Unknown(e.failure().whatHappened());
    }
  }
}
