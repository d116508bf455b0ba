package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.RestoreBackupContext;
import dev.rehome.localcloud.http.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Restoring backups, also to another instance than they are of, and with all that it demands. */
final class Restores {
  private static final int QUOTA = 3;
  private static final Duration PERIOD = Duration.ofMinutes(30);

  /** Takes some rows away from the table that has most, as a restore that lied would have. */
  private static final String DAMAGE =
      """
      SET session_replication_role = replica;
      DO $$
      DECLARE name regclass;
      BEGIN
        SELECT c.oid INTO name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)'
          ORDER BY pg_relation_size(c.oid) DESC LIMIT 1;
        EXECUTE format('DELETE FROM %s WHERE ctid IN (SELECT ctid FROM %s LIMIT 3)', name, name);
      END $$;
      """;

  private final Instances instances;
  private final BackupRuns backups;
  private final Map<String, Deque<Instant>> earlier = new ConcurrentHashMap<>();

  Restores(Instances instances, BackupRuns backups) {
    this.instances = instances;
    this.backups = backups;
  }

  /** A restore that may begin. */
  record Restore(String project, BackupRun run) {}

  Restore allowed(DatabaseInstance target, RestoreBackupContext context) {
    String project = Objects.requireNonNullElse(context.getProject(), target.getProject());
    String source = Objects.requireNonNullElse(context.getInstanceId(), target.getName());
    BackupRun run = backups.get(project, source, context.getBackupRunId());
    DatabaseInstance of = backups.of(project, run);
    if (!BackupRuns.isSuccessful(run)) {
      throw Refusal.invalid("The backup is " + run.getStatus() + " and cannot be restored.");
    }
    if (!of.getDatabaseVersion().equals(target.getDatabaseVersion())) {
      throw Refusal.invalid(
          "The target instance's database version is "
              + target.getDatabaseVersion()
              + ", the backup's "
              + of.getDatabaseVersion()
              + ".");
    }
    if (target.getReplicaNames() != null && !target.getReplicaNames().isEmpty()) {
      throw new Refusal(
          400,
          "invalidOperation",
          "The instance has replicas, which must be deleted before a restore.");
    }
    if (target.getSettings().getDataDiskSizeGb() < of.getSettings().getDataDiskSizeGb()) {
      throw Refusal.invalid(
          "The target instance's storage is smaller than the source's: "
              + target.getSettings().getDataDiskSizeGb()
              + " GB, not "
              + of.getSettings().getDataDiskSizeGb()
              + " GB.");
    }
    countAgainstQuota(project + " " + target.getRegion() + " " + run.getId());
    return new Restore(project, run);
  }

  private void countAgainstQuota(String key) {
    Deque<Instant> times = earlier.computeIfAbsent(key, new_ -> new ArrayDeque<>());
    synchronized (times) {
      times.removeIf(time -> time.isBefore(Instant.now().minus(PERIOD)));
      if (times.size() >= QUOTA) {
        throw new Refusal(
            429, "rateLimitExceeded", "Quota exceeded: restores of one backup in 30 minutes.");
      }
      times.add(Instant.now());
    }
  }

  void run(DatabaseInstance target, Restore restore, boolean damaged) throws IOException {
    InstanceServer server = instances.server(target);
    instances.state(target, "MAINTENANCE");
    try {
      server.become(backups.copy(restore.project(), restore.run()));
      if (damaged) {
        List<String> databases =
            server.sql(
                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname NOT IN"
                    + " ('postgres', 'cloudsqladmin')");
        databases.forEach(database -> server.sql(database, DAMAGE));
      }
    } finally {
      DatabaseInstance now = instances.get(target.getProject(), target.getName());
      now.getSettings().setBackupConfiguration(Instances.backupsAsNew());
      instances.keep(now.setState("RUNNABLE"));
    }
  }
}
