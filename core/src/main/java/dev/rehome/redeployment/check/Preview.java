package dev.rehome.redeployment.check;

import dev.rehome.backup.BackupId;
import dev.rehome.certificate.Certificate;
import dev.rehome.database.Rehearsal.Activity;
import java.time.Instant;
import java.util.List;

/**
 * What a revision's migrations did to a copy of a backup's databases.
 *
 * @param revision its commit
 * @param seconds how long all commands took
 */
public record Preview(
    int version,
    BackupId backup,
    String revision,
    Instant at,
    double seconds,
    List<Ran> commands,
    List<OfDatabase> databases,
    Certificate certificate) {
  public static final int VERSION = 1;

  /** One of the commands. */
  public record Ran(String command, double seconds) {}

  /** What happened in one database. */
  public record OfDatabase(String key, Activity activity) {}

  /** Whether the commands touched anything at all. */
  public boolean idle() {
    return certificate.differences().isEmpty()
        && databases.stream()
            .allMatch(
                each ->
                    each.activity().definitions().isEmpty() && each.activity().tables().isEmpty());
  }
}
