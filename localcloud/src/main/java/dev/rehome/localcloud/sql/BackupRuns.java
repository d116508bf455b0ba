package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.OperationError;
import dev.rehome.localcloud.http.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Backups, in a folder for each: {@code run.json}, {@code of.json} (the instance as it was), and a
 * copy of its server's files. They go with their instance unless that retains them.
 */
final class BackupRuns {
  private static final String SUCCESSFUL = "SUCCESSFUL";

  private final Path folder;
  private final AtomicLong lastId = new AtomicLong();

  /** What was under way when the server ended has failed. */
  BackupRuns(Path folder) {
    this.folder = folder;
    for (Path project : Documents.in(folder)) {
      String name = project.getFileName().toString();
      places(name)
          .map(this::read)
          .filter(run -> run.getStatus().matches("ENQUEUED|RUNNING"))
          .forEach(run -> failed(name, run, "The server was ended meanwhile."));
    }
  }

  private Path place(String project, long id) {
    return folder.resolve(project).resolve(String.valueOf(id));
  }

  private BackupRun read(Path place) {
    return Documents.read(place.resolve("run.json"), BackupRun.class);
  }

  private void keep(String project, BackupRun run) {
    Documents.write(place(project, run.getId()).resolve("run.json"), run);
  }

  /** Of one instance that is there, or with {@code -} of all, deleted ones too; newest first. */
  List<BackupRun> list(String project, String instance) {
    return places(project)
        .filter(place -> instance.equals("-") || read(place).getInstance().equals(instance))
        .map(this::read)
        .sorted(Comparator.comparing(BackupRun::getId).reversed())
        .toList();
  }

  private Stream<Path> places(String project) {
    return Documents.in(folder.resolve(project)).stream()
        .filter(place -> Files.exists(place.resolve("run.json")));
  }

  BackupRun get(String project, String instance, long id) {
    Path place = place(project, id);
    if (Files.exists(place.resolve("run.json"))) {
      BackupRun run = read(place);
      if (run.getInstance().equals(instance)) {
        return run;
      }
    }
    throw new Refusal(
        404, "backupRunDoesNotExist", "The backup " + id + " of " + instance + " does not exist.");
  }

  DatabaseInstance of(String project, BackupRun run) {
    return Documents.read(place(project, run.getId()).resolve("of.json"), DatabaseInstance.class);
  }

  Path copy(String project, BackupRun run) {
    return place(project, run.getId()).resolve("copy");
  }

  /** Notes that one is to be made. */
  BackupRun enqueue(DatabaseInstance instance, BackupRun wanted, String type) {
    long id = lastId.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
    String now = Instant.now().toString();
    var run =
        new BackupRun()
            .setKind("sql#backupRun")
            .setId(id)
            .setInstance(instance.getName())
            .setType(type)
            .setStatus("ENQUEUED")
            .setBackupKind("SNAPSHOT")
            .setDescription(wanted.getDescription())
            .setLocation(Objects.requireNonNullElse(wanted.getLocation(), "us"))
            .setDatabaseVersion(instance.getDatabaseVersion())
            .setEnqueuedTime(now)
            .setWindowStartTime(now);
    Documents.write(place(instance.getProject(), id).resolve("of.json"), instance);
    keep(instance.getProject(), run);
    return run;
  }

  /** Makes it. */
  void make(DatabaseInstance instance, InstanceServer server, BackupRun run) throws IOException {
    String project = instance.getProject();
    keep(project, run.setStatus("RUNNING").setStartTime(Instant.now().toString()));
    server.copy(copy(project, run));
    keep(project, run.setStatus(SUCCESSFUL).setEndTime(Instant.now().toString()));
  }

  /** It came to nothing. */
  void failed(String project, BackupRun run, String why) {
    Documents.remove(copy(project, run));
    var error = new OperationError().setKind("sql#operationError").setCode("INTERNAL_ERROR");
    keep(
        project,
        run.setStatus("FAILED")
            .setEndTime(Instant.now().toString())
            .setError(error.setMessage(why)));
  }

  static boolean isSuccessful(BackupRun run) {
    return SUCCESSFUL.equals(run.getStatus());
  }

  void delete(String project, BackupRun run) {
    Documents.remove(place(project, run.getId()));
  }

  /** Those of an instance that is deleted, and did not retain them. */
  void deleteOf(DatabaseInstance instance) {
    places(instance.getProject())
        .map(this::read)
        .filter(run -> run.getInstance().equals(instance.getName()))
        .filter(run -> !run.getType().equals("FINAL"))
        .filter(
            run -> of(instance.getProject(), run).getCreateTime().equals(instance.getCreateTime()))
        .toList()
        .forEach(run -> delete(instance.getProject(), run));
  }
}
