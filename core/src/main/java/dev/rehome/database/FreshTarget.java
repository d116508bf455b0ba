package dev.rehome.database;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.FreshInstance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A database that may be overwritten, because it was compared with those that must not be and is
 * none of them. Loading and dropping take one, and ask it again in the connection that drops: hours
 * may have passed, and the name may lead elsewhere.
 */
public final class FreshTarget {
  private final Endpoint endpoint;
  private final Identity identity;
  private final boolean vouched;
  private final Optional<WriteMark> left;

  private FreshTarget(Endpoint endpoint, Identity identity, boolean vouched) {
    this(endpoint, identity, vouched, Optional.empty());
  }

  private FreshTarget(
      Endpoint endpoint, Identity identity, boolean vouched, Optional<WriteMark> left) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.vouched = vouched;
    this.left = left;
  }

  /** Only as long as nobody has written to it since it had this mark. */
  public FreshTarget leftAs(Optional<WriteMark> mark) {
    return new FreshTarget(endpoint, identity, vouched, mark);
  }

  /**
   * What a run made itself, and so may make anew.
   *
   * @param since when what stood before was gone: servers made later are the run's. A server has
   *     the time of its making in its identifier, by its own clock.
   * @param own databases that the run itself made
   */
  public record Made(Instant since, Set<Identity> own) {
    public Made {
      own = Set.copyOf(own);
    }

    boolean includes(Identity database) {
      Instant made = Instant.ofEpochSecond(database.server() >>> 32);
      return own.contains(database) || !made.isBefore(since.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /**
   * Compares.
   *
   * @param onServer the numbers of all databases on the target's server
   * @param old the one that the backup was made from, which has to be gone
   * @param precious databases that must not be overwritten, those that are kept among them
   * @param made what may be dropped with all that it holds; anything else only if it is empty
   */
  public static FreshTarget compare(
      Endpoint endpoint,
      Identity target,
      Set<Long> onServer,
      Identity old,
      Collection<Identity> precious,
      Made made) {
    boolean oldStands = target.server() == old.server() && onServer.contains(old.database());
    if (oldStands && (target.equals(old) || target.database() == 0)) {
      throw refused(
          "database "
              + endpoint
              + " is, or is beside, the one that the backup was made from; loading would"
              + " overwrite it",
          "see why the new stack's address leads to the old server, then rehome resume");
    }
    if (precious.contains(target)) {
      throw refused(
          "database " + endpoint + " is one that must not be overwritten",
          "see why the new stack's address leads there, then rehome resume");
    }
    return new FreshTarget(endpoint, target, made.includes(target));
  }

  /** One on a scratch server, which has only what proofs put there. */
  public static FreshTarget onScratch(Endpoint endpoint, Identity target, Identity old) {
    if (target.equals(old)) {
      throw refused(
          "the scratch server's database is the one that the backup was made from",
          "see what answers on port " + endpoint.port() + " of this machine");
    }
    return new FreshTarget(endpoint, target, true);
  }

  /**
   * One on a server that may be overwritten as a whole; a snapshot may have made it look like the
   * old one, whose numbers it then has.
   */
  public static FreshTarget on(FreshInstance server, Endpoint endpoint, Identity target) {
    Objects.requireNonNull(server);
    return new FreshTarget(endpoint, target, true);
  }

  /** A database that is not there cannot be overwritten. */
  public static FreshTarget absent(Endpoint endpoint, Identity target) {
    if (target.database() != 0) {
      throw new IllegalArgumentException(endpoint + " is there");
    }
    return new FreshTarget(endpoint, target, false);
  }

  /**
   * Refuses if it is another one by now, or holds what nobody vouched for.
   *
   * @param now as the connection has it that is about to drop it or write to it
   * @param contents what it holds of users', such as "3 tables"
   */
  public void ask(Identity now, List<String> contents) {
    if (!now.equals(identity)) {
      throw refused(
          now.server() != identity.server()
              ? "another server answers for database " + endpoint + " than the one looked at before"
              : now.database() == 0
                  ? "database " + endpoint + " is gone since it was looked at"
                  : "another database stands at " + endpoint + " since it was looked at",
          "see who else works there, then rehome resume");
    }
    if (!vouched && !contents.isEmpty()) {
      throw refused(
          "database "
              + endpoint
              + " holds "
              + String.join(", ", contents)
              + ", which this run did not make, and its server was there before; making it anew"
              + " would lose that",
          "see why the new stack's address leads there, then rehome resume",
          "if nobody needs what it holds: DROP DATABASE \""
              + endpoint.name().replace("\"", "\"\"")
              + "\" on that server, then rehome resume");
    }
  }

  /** Whether it matters if somebody wrote to it. */
  public boolean hasMark() {
    return left.isPresent();
  }

  /**
   * Refuses if somebody wrote to it by now.
   *
   * @param now as it is directly before the drop
   */
  public void askUnwritten(WriteMark now) {
    if (left.filter(mark -> !mark.begins(now)).isPresent()) {
      throw new DatabaseUsedException(
          "somebody wrote to database " + endpoint + " since it was looked at",
          "see who writes, and stop that in quiesce");
    }
  }

  private static FailureException refused(String what, String... next) {
    return new FailureException(
        Failure.Kind.FAILED,
        what,
        new Safety.Standing("nothing was loaded; what is there is as it was"),
        next);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public Identity identity() {
    return identity;
  }
}
