package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.database.Identity;
import dev.rehome.database.Presence;
import dev.rehome.database.Presence.Absent;
import dev.rehome.database.Presence.Here;
import dev.rehome.database.Presence.Unknown;
import dev.rehome.failure.FailureException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks whether a database answers, and takes only for absent what certainly is. */
record PresenceLook(Connections connections) {
  /** The way to a host that is gone is tried for longer than anybody wants to wait here. */
  private static final int SECONDS_WITH_HOST = 30;

  Presence look() {
    if (endpoint().near().isEmpty()) {
      return attempt();
    }
    var looking = new CompletableFuture<Presence>();
    Thread thread = Thread.startVirtualThread(() -> looking.complete(throughHost()));
    try {
      return looking.get(SECONDS_WITH_HOST, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return unknown("it did not answer within " + SECONDS_WITH_HOST + " s");
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return unknown("looking was interrupted");
    } catch (ExecutionException e) {
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  private Endpoint endpoint() {
    return connections.endpoint();
  }

  /** The way there may have been cut since it was opened. */
  private Presence throughHost() {
    try {
      endpoint().again();
      return attempt();
    } catch (FailureException e) {
      return unknown(e.failure().whatHappened());
    } catch (RuntimeException e) {
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  private Presence attempt() {
    try (Connection connection = connections.glance(endpoint().name())) {
      return new Here(
          new Identity(
              Sql.number(connection, "SELECT system_identifier FROM pg_control_system()"),
              Sql.number(
                  connection,
                  "SELECT oid::bigint FROM pg_database WHERE datname = current_database()")));
    } catch (SQLException e) {
      if (Connections.noSuchDatabase(e)) {
        return withoutIt(e);
      }
      return Connections.lost(e)
          ? Listening.at(endpoint()).<Presence>map(Absent::new).orElseGet(() -> unknown(e))
          : unknown(e);
    }
  }

  /** A pooler says the same of databases that only it does not know: the server has to say it. */
  private Presence withoutIt(SQLException said) {
    String other = endpoint().name().equals("postgres") ? "template1" : "postgres";
    try (Connection connection = connections.glance(other)) {
      return Sql.yes(
              connection,
              "SELECT EXISTS (SELECT FROM pg_database WHERE datname = "
                  + Sql.literal(endpoint().name())
                  + ")")
          ? unknown(said)
          : new Absent("its server has no database of that name");
    } catch (SQLException e) {
      return unknown(said);
    }
  }

  private Unknown unknown(SQLException e) {
    return unknown(Connections.said(e));
  }

  private Unknown unknown(String why) {
    return new Unknown("whether database " + endpoint() + " is there is not known: " + why);
  }
}
