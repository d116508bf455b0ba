package dev.rehome.database.postgres;

import dev.rehome.database.Endpoint;
import dev.rehome.database.Nearness;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.host.AgentBundle;
import dev.rehome.host.Host;
import dev.rehome.postgresserver.Installation;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for pg_dump, pg_restore and psql for a server, here or on a host. A host's have to be of
 * the same major version as those here, since these load the dump for the proof.
 *
 * @param serverVersion such as 150018
 * @param installations where they are on this machine, by the server's major version
 */
record ProgramSearch(
    Endpoint endpoint, int serverVersion, IntFunction<Optional<Installation>> installations) {
  /** Beside the dump itself, for lists, and so that nothing else there runs out of room. */
  private static final long MARGIN = 256L << 20;

  /** First what is free where dumps would be, in KiB, then each folder and its version. */
  private static final String LOOK =
      """
      for place in "$HOME/.cache/rehome" "$HOME/.cache" "$HOME"; do [ ! -d "$place" ] || break; done
      df -Pk "$place" | tail -n 1 | awk '{ print $4 }'
      for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin $(echo "$PATH" | tr : ' '); do
        [ -x "$folder/pg_dump" ] && [ -x "$folder/pg_restore" ] && [ -x "$folder/psql" ] &&
          echo "$folder $("$folder/pg_dump" --version)"
      done
      true
      """;

  private static final Pattern FOUND = Pattern.compile("(?m)^(/\\S*) .*\\(PostgreSQL\\) (\\d+)");

  private int major() {
    return serverVersion / 10_000;
  }

  /** Of the server's version or newer: older ones refuse the server. */
  Installation here() {
    return installations
        .apply(major())
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    "pg_dump of version "
                        + major()
                        + " or newer is needed for database "
                        + endpoint
                        + "; this machine has "
                        + all(),
                    Safety.NOTHING_CHANGED,
                    "install postgresql-client-" + major()));
  }

  private static String all() {
    return Installation.all().isEmpty()
        ? "none"
        : "only version " + Installation.all().getLast().major();
  }

  /** Those of the host. */
  Path there(Host host) {
    return found(look(host))
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    lacking(host),
                    Safety.NOTHING_CHANGED,
                    "start again: what a host lacks is done from here"));
  }

  private String lacking(Host host) {
    return "host " + host.name() + " has no programs of PostgreSQL " + here().major();
  }

  private static Finished look(Host host) {
    return host.run(Command.of("sh", "-c", LOOK), Optional.of(host.login()));
  }

  private Optional<Path> found(Finished look) {
    int wanted = here().major();
    Matcher matcher = FOUND.matcher(look.output());
    while (matcher.find()) {
      if (Integer.parseInt(matcher.group(2)) == wanted) {
        return Optional.of(Path.of(matcher.group(1)));
      }
    }
    return Optional.empty();
  }

  /** Whether the host can make and load a dump of so many bytes. */
  Nearness near(Host host, long bytes) {
    Optional<String> unfit = AgentBundle.unfit(host);
    if (unfit.isPresent()) {
      return far("host " + host.name() + " can take no agent: " + unfit.get());
    }
    Finished look = look(host);
    if (found(look).isEmpty()) {
      return far(lacking(host));
    }
    String first = look.output().lines().findFirst().orElse("");
    long free = first.matches("\\d+") ? Long.parseLong(first) << 10 : 0;
    long needed = bytes + bytes / 8 + MARGIN;
    return free < needed
        ? far(
            String.format(
                "host %s has %d MiB free in ~/.cache/rehome, and a dump needs %d MiB",
                host.name(), free >> 20, needed >> 20))
        : new Nearness(Optional.of(host), "");
  }

  private static Nearness far(String why) {
    return new Nearness(Optional.empty(), why);
  }
}
