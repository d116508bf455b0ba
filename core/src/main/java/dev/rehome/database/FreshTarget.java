package dev.rehome.database;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.FreshInstance;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;

/**
 * A database that may be overwritten, because it was compared with those that must not be and is
 * none of them. Loading and dropping take one.
 */
public final class FreshTarget {
  private final Endpoint endpoint;
  private final Identity identity;

  private FreshTarget(Endpoint endpoint, Identity identity) {
    this.endpoint = endpoint;
    this.identity = identity;
  }

  /**
   * Compares.
   *
   * @param onServer the numbers of all databases on the target's server
   * @param precious databases that must not be overwritten
   */
  public static FreshTarget compare(
      Endpoint endpoint, Identity target, Set<Long> onServer, Collection<Identity> precious) {
    for (Identity old : precious) {
      boolean stillThere = target.server() == old.server() && onServer.contains(old.database());
      if (stillThere && (target.equals(old) || target.database() == 0)) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "database "
                + endpoint
                + " is, or is beside, the one that the backup was made from; loading would"
                + " overwrite it",
            new Safety.Standing("nothing was loaded; the old database is as it was"),
            "see why the new stack's address leads to the old server, then rehome resume");
      }
    }
    return new FreshTarget(endpoint, target);
  }

  /**
   * One on a server that may be overwritten as a whole; a snapshot may have made it look like the
   * old one, whose numbers it then has.
   */
  public static FreshTarget on(FreshInstance server, Endpoint endpoint, Identity target) {
    Objects.requireNonNull(server);
    return new FreshTarget(endpoint, target);
  }

  /** A database that is not there cannot be overwritten. */
  public static FreshTarget absent(Endpoint endpoint, Identity target) {
    if (target.database() != 0) {
      throw new IllegalArgumentException(endpoint + " is there");
    }
    return new FreshTarget(endpoint, target);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public Identity identity() {
    return identity;
  }
}
