package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.postgresserver.Installation;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/** The commands that move data; each speaks to one database, by environment, never by argument. */
record Tools(
    Endpoint endpoint,
    Endpoint.Login login,
    int serverVersion,
    IntFunction<Optional<Installation>> programs) {
  static final Duration A_DAY = Duration.ofDays(1);

  /** A program of the server's version or newer: older ones refuse the server. */
  Command program(String name) {
    int major = serverVersion / 10_000;
    Installation installation =
        programs
            .apply(major)
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.NOT_READY,
                        name
                            + " of version "
                            + major
                            + " or newer is needed for database "
                            + endpoint
                            + "; this machine has "
                            + there(),
                        Safety.NOTHING_CHANGED,
                        "install postgresql-client-" + major));
    return connected(Command.of(installation.program(name).toString()));
  }

  private static String there() {
    return Installation.all().isEmpty()
        ? "none"
        : "only version " + Installation.all().getLast().major();
  }

  /** A command that finds the database in its environment. */
  Command connected(Command command) {
    Command with =
        command
            .with("PGHOST", endpoint.host())
            .with("PGPORT", String.valueOf(endpoint.port()))
            .with("PGUSER", login.user())
            .with("PGDATABASE", endpoint.name())
            .with("PGAPPNAME", "rehome")
            .with("PGCONNECT_TIMEOUT", "15")
            .with("PGOPTIONS", Connections.UNLIMITED)
            .with("LC_ALL", "C.UTF-8");
    return login.password().map(password -> with.with("PGPASSWORD", password)).orElse(with);
  }

  Finished run(Command command) {
    Finished finished = command.run(A_DAY);
    if (!finished.succeeded()) {
      String name = java.nio.file.Path.of(command.arguments().getFirst()).getFileName().toString();
      throw new FailureException(
          Failure.Kind.FAILED,
          name + " failed on database " + endpoint + ": " + lastLines(finished.errors()),
          Safety.NOTHING_CHANGED,
          "put that right, and start again");
    }
    return finished;
  }

  private static String lastLines(String text) {
    String[] lines = text.strip().split("\n");
    return String.join(
        "\n", java.util.Arrays.asList(lines).subList(Math.max(0, lines.length - 4), lines.length));
  }
}
