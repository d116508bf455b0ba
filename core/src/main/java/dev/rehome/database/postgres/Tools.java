package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The commands that move data; each speaks to one database, by environment, never by argument. */
record Tools(Endpoint endpoint, Endpoint.Login login, int serverVersion, Site site) {
  private static final Duration A_DAY = Duration.ofDays(1);

  /** A program of PostgreSQL's. */
  Command program(String name) {
    return connected(Command.of(site.programs().resolve(name).toString()));
  }

  /** A command that finds the database in its environment. */
  Command connected(Command command) {
    Command with =
        command
            .with("PGHOST", site.database().host())
            .with("PGPORT", String.valueOf(site.database().port()))
            .with("PGUSER", login.user())
            .with("PGDATABASE", endpoint.name())
            .with("PGAPPNAME", "rehome")
            .with("PGCONNECT_TIMEOUT", "15")
            .with("PGOPTIONS", Connections.UNLIMITED)
            .with("LC_ALL", "C.UTF-8");
    return login.password().map(password -> with.with("PGPASSWORD", password)).orElse(with);
  }

  Finished run(Command command) {
    Finished finished = site.run(command, A_DAY);
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          Path.of(command.arguments().getFirst()).getFileName()
              + " failed on database "
              + endpoint
              + ": "
              + lastLines(finished.errors()),
          Safety.NOTHING_CHANGED,
          "put that right, and start again");
    }
    return finished;
  }

  private static String lastLines(String text) {
    List<String> lines = text.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
  }
}
