package dev.rehome.database.postgres;

import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Inventory;
import dev.rehome.database.Rehearsal;
import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.files.Folders;
import dev.rehome.postgresserver.Installation;
import dev.rehome.postgresserver.PostgresServer;
import dev.rehome.postgresserver.ServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts PostgreSQL from this machine's own programs, on loopback, one server for each version. */
public final class ScratchServers implements Scratch {
  private static final String FOLDER = "server-";

  @Override
  public Database database(Path folder, String key, String name, String owner, Inventory like) {
    Installation installation = installation(like.major());
    try {
      PostgresServer server =
          PostgresServer.running(installation, folder.resolve(FOLDER + installation.major()));
      var superuser = new Endpoint.Login(PostgresServer.SUPERUSER, Optional.of(server.password()));
      return new PostgresDatabase(
          new Endpoint(
              key,
              "127.0.0.1",
              server.port(),
              key, // two databases of one name may come from two servers
              new Endpoint.Login(owner, Optional.empty()),
              Optional.of(superuser)));
    } catch (ServerException e) {
      throw new FailureException(
          new Failure(
              Failure.Kind.FAILED,
              "no server for the proof: " + e.getMessage(),
              Safety.NOTHING_CHANGED,
              List.of("see that " + folder + " has room and can be reached by user postgres")),
          e);
    }
  }

  @Override
  public Database load(Path folder, String key, String owner, Path sql) {
    var dump = new PlainDump(sql);
    Installation installation = installation(dump.major());
    PostgresServer server =
        PostgresServer.running(installation, folder.resolve(FOLDER + installation.major()));
    var superuser = new Endpoint.Login(PostgresServer.SUPERUSER, Optional.of(server.password()));
    var endpoint =
        new Endpoint(
            key,
            "127.0.0.1",
            server.port(),
            key,
            new Endpoint.Login(owner, Optional.empty()),
            Optional.of(superuser));
    dump.load(endpoint, installation);
    return new PostgresDatabase(endpoint);
  }

  @Override
  public Rehearsal rehearse(Database loaded, String name) {
    return Watching.begin(loaded.endpoint(), name);
  }

  /** The programs for a server of this major version. */
  public static Installation installation(int major) {
    return Installation.servingFor(major)
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    "a proof needs a PostgreSQL server of version "
                        + major
                        + " or newer on this machine, and there is none",
                    Safety.NOTHING_CHANGED,
                    "apt-get install postgresql-" + major));
  }

  @Override
  public void possible(int major) {
    installation(major);
  }

  @Override
  public void discard(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> servers = Files.list(folder)) {
      for (Path server : servers.toList()) {
        String name = server.getFileName().toString();
        if (name.startsWith(FOLDER)) {
          PostgresServer.delete(
              installation(Integer.parseInt(name.substring(FOLDER.length()))), server);
        } else {
          Folders.remove(server); // a dump that a killed proof left
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + folder, e);
    }
  }
}
