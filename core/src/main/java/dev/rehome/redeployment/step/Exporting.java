package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.DumpFolder;
import dev.rehome.database.Moment;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.ManagedServer;
import dev.rehome.run.Operations;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Dumps while nobody writes: by the provider's export into a bucket where the stack file says so,
 * else by pg_dump. The provider may write into the bucket only meanwhile.
 */
record Exporting(Sources sources, BackupId backup, Operations operations)
    implements BackupTaking.Dumping {
  private static final Duration SPREADING = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofSeconds(2);

  @Override
  public boolean anywhere(Database database) {
    return sources.exportTo(database.endpoint().key()).isEmpty();
  }

  @Override
  public void dump(Database database, Moment moment, DumpFolder folder) {
    String key = database.endpoint().key();
    Optional<String> to = sources.exportTo(key);
    if (to.isEmpty()) {
      database.dump(moment, folder);
      return;
    }
    ManagedServer server = Objects.requireNonNull(sources.managed().get(key));
    String place = place(to.get(), key);
    database.dumpSchema(moment, folder);
    server.allowExport(place);
    try {
      operations.says("exporting database " + key + " to " + place);
      export(server, database.endpoint().name(), place);
      server.fetch(place, folder.path().resolve(Database.EXPORT));
    } finally {
      server.forbidExport(place);
    }
  }

  private String place(String to, String key) {
    return to + "/" + backup + "-" + key + ".sql.gz";
  }

  /** Leaves nothing in the bucket, once all of it is in the repository. */
  void clean() {
    sources
        .managed()
        .forEach(
            (key, server) ->
                sources
                    .exportTo(key)
                    .ifPresent(
                        to -> {
                          server.forbidExport(place(to, key));
                          server.remove(place(to, key));
                        }));
  }

  /** A right that was just given takes some time to work. */
  private void export(ManagedServer server, String name, String place) {
    Instant limit = Instant.now().plus(SPREADING);
    Optional<String> failed = attempt(server, name, place);
    while (failed.isPresent()) {
      boolean rights = failed.get().matches("(?s).*(storage\\.objects\\.|ermission|ccess).*");
      if (!rights || Instant.now().isAfter(limit)) {
        throw new FailureException(
            Failure.Kind.FAILED,
            "the provider's export to " + place + " failed: " + failed.get(),
            Safety.NOTHING_CHANGED,
            "without cloud-sql.export-to pg_dump makes the dump");
      }
      operations.pause(LOOK);
      failed = attempt(server, name, place);
    }
  }

  private Optional<String> attempt(ManagedServer server, String name, String place) {
    return operations.remote("export " + place, server.export(name, place)).failed();
  }

  /** What a killed run may have left allowed. */
  static void forbid(Sources sources) {
    sources
        .managed()
        .forEach((key, server) -> sources.exportTo(key).ifPresent(server::forbidExport));
  }
}
