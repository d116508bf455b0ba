package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.BackupContext;
import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.BackupRunsListResponse;
import com.google.api.services.sqladmin.model.Database;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.ExportContext;
import com.google.api.services.sqladmin.model.ImportContext;
import com.google.api.services.sqladmin.model.InstancesExportRequest;
import com.google.api.services.sqladmin.model.InstancesImportRequest;
import com.google.api.services.sqladmin.model.InstancesListResponse;
import com.google.api.services.sqladmin.model.InstancesRestoreBackupRequest;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.OperationsListResponse;
import com.google.api.services.sqladmin.model.RestoreBackupContext;
import com.google.api.services.sqladmin.model.User;
import dev.rehome.localcloud.fault.Faults;
import dev.rehome.localcloud.http.Api;
import dev.rehome.localcloud.http.Call;
import dev.rehome.localcloud.http.Patch;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.http.Request;
import dev.rehome.localcloud.http.Response;
import dev.rehome.localcloud.storage.ServiceAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which call a request means, in version v1 and v1beta4, whose parts used here are the same. */
public final class Sql implements Api {
  private final Instances instances;
  private final BackupRuns backups;
  private final Operations operations;
  private final Restores restores;
  private final Transfers transfers;

  /**
   * @param folder for all but the sockets
   * @param sockets as {@code /cloudsql} on a host with the Auth Proxy
   */
  public Sql(Path folder, Path sockets, Faults faults, ServiceAccess buckets) {
    operations = new Operations(folder.resolve("operations"), faults);
    instances = new Instances(folder.resolve("instances"), sockets);
    backups = new BackupRuns(folder.resolve("backups"));
    restores = new Restores(instances, backups);
    transfers = new Transfers(buckets);
  }

  /** Stops all servers; they start again with this. */
  public void stop() {
    operations.stop();
    instances.stop();
  }

  /** Puts an instance into a state, as Google's own work on it would. */
  public void state(String project, String instance, String state) {
    instances.state(instances.get(project, instance), state);
  }

  @Override
  public Optional<Call> call(Request request) {
    List<String> path = request.path();
    int at = path.indexOf("projects");
    String prefix = at < 0 ? "" : String.join("/", path.subList(0, at));
    if (!List.of("v1", "sql/v1", "sql/v1beta4").contains(prefix) || path.size() < at + 3) {
      return Optional.empty();
    }
    String project = path.get(at + 1);
    String base = request.base() + "/" + prefix;
    List<String> rest = path.subList(at + 2, path.size());
    return Optional.ofNullable(
        switch (rest.getFirst()) {
          case "operations" -> ofOperations(request, project, rest);
          case "instances" ->
              rest.size() <= 2
                  ? ofInstances(request, project, rest.size() == 2 ? rest.get(1) : "", base)
                  : ofInstance(
                      request, project, rest.get(1), rest.get(2), rest.subList(3, rest.size()));
          default -> null;
        });
  }

  private @org.jspecify.annotations.Nullable Call ofOperations(
      Request request, String project, List<String> rest) {
    if (!request.verb().equals("GET")) {
      return null;
    }
    return rest.size() == 2
        ? new Call("sql.operations.get", () -> Response.json(operations.get(project, rest.get(1))))
        : new Call(
            "sql.operations.list",
            () ->
                Response.json(
                    new OperationsListResponse()
                        .setKind("sql#operationsList")
                        .setItems(operations.of(project, request.asked("instance").orElse("")))));
  }

  private @org.jspecify.annotations.Nullable Call ofInstances(
      Request request, String project, String name, String base) {
    return switch (request.verb() + (name.isEmpty() ? "" : " one")) {
      case "GET" ->
          new Call(
              "sql.instances.list",
              () ->
                  Response.json(
                      new InstancesListResponse()
                          .setKind("sql#instancesList")
                          .setItems(
                              instances.of(project).stream()
                                  .map(each -> instances.shown(each, base))
                                  .toList())));
      case "POST" ->
          new Call(
              "sql.instances.insert", () -> insert(project, request.json(DatabaseInstance.class)));
      case "GET one" ->
          new Call(
              "sql.instances.get",
              () -> Response.json(instances.shown(instances.get(project, name), base)));
      case "PATCH one", "PUT one" ->
          new Call(
              request.verb().equals("PUT") ? "sql.instances.update" : "sql.instances.patch",
              () -> change(project, name, request.json(DatabaseInstance.class)));
      case "DELETE one" -> new Call("sql.instances.delete", () -> delete(project, name));
      default -> null;
    };
  }

  private @org.jspecify.annotations.Nullable Call ofInstance(
      Request request, String project, String instance, String what, List<String> rest) {
    String one = rest.isEmpty() ? "" : " one";
    return switch (request.verb() + " " + what + one) {
      case "POST restoreBackup" ->
          new Call(
              "sql.instances.restoreBackup",
              () -> restore(project, instance, request.json(InstancesRestoreBackupRequest.class)));
      case "POST restart" -> new Call("sql.instances.restart", () -> restart(project, instance));
      case "POST export" ->
          new Call(
              "sql.instances.export",
              () -> export(project, instance, request.json(InstancesExportRequest.class)));
      case "POST import" ->
          new Call(
              "sql.instances.import",
              () -> bring(project, instance, request.json(InstancesImportRequest.class)));
      case "GET backupRuns" ->
          new Call("sql.backupRuns.list", () -> backups(project, instance, request));
      case "POST backupRuns" ->
          new Call(
              "sql.backupRuns.insert",
              () -> backUp(project, instance, request.json(BackupRun.class)));
      case "GET backupRuns one" ->
          new Call(
              "sql.backupRuns.get",
              () -> Response.json(backups.get(project, instance, number(rest.getFirst()))));
      case "DELETE backupRuns one" ->
          new Call(
              "sql.backupRuns.delete",
              () -> deleteBackup(project, instance, number(rest.getFirst())));
      case "GET users" ->
          new Call("sql.users.list", () -> Response.json(users(project, instance).list()));
      case "POST users" ->
          new Call("sql.users.insert", () -> user(project, instance, request.json(User.class)));
      case "PUT users" ->
          new Call("sql.users.update", () -> changeUser(project, instance, request));
      case "DELETE users" ->
          new Call("sql.users.delete", () -> deleteUser(project, instance, request));
      case "GET databases" ->
          new Call("sql.databases.list", () -> Response.json(databases(project, instance).list()));
      case "GET databases one" ->
          new Call(
              "sql.databases.get",
              () -> Response.json(databases(project, instance).get(rest.getFirst())));
      case "POST databases" ->
          new Call(
              "sql.databases.insert",
              () -> database(project, instance, request.json(Database.class)));
      case "DELETE databases one" ->
          new Call(
              "sql.databases.delete", () -> deleteDatabase(project, instance, rest.getFirst()));
      default -> null;
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Invalid backup run id: " + text);
    }
  }

  private static Operation operation(String type, String project, String instance) {
    return new Operation().setOperationType(type).setTargetProject(project).setTargetId(instance);
  }

  /** Work on an instance that is simple enough to be done in one go. */
  private interface Change {
    void run() throws IOException;
  }

  private Response begin(String type, String project, String instance, Change change) {
    return begin(operation(type, project, instance), change);
  }

  private Response begin(Operation operation, Change change) {
    return Response.json(operations.begin(operation, (running, damaged) -> change.run()));
  }

  private Response insert(String project, DatabaseInstance wanted) {
    DatabaseInstance made = instances.claim(project, wanted);
    boolean replica = made.getMasterInstanceName() != null;
    return begin(
        replica ? "CREATE_REPLICA" : "CREATE",
        project,
        made.getName(),
        () -> instances.make(made, Optional.ofNullable(wanted.getRootPassword())));
  }

  private Response change(String project, String name, DatabaseInstance changes) {
    DatabaseInstance instance = instances.runnable(project, name);
    return begin(
        "UPDATE",
        project,
        name,
        () -> {
          DatabaseInstance now = instances.get(project, name);
          Object flags = now.getSettings().getDatabaseFlags();
          Patch.merge(now, changes);
          now.getSettings().setSettingsVersion(instance.getSettings().getSettingsVersion() + 1);
          instances.keep(now);
          if (!Objects.equals(flags, now.getSettings().getDatabaseFlags())) {
            instances.server(now).restart();
          }
        });
  }

  private Response delete(String project, String name) {
    DatabaseInstance instance = instances.get(project, name);
    instances.refuseIfHeld(instance);
    return begin(
        "DELETE",
        project,
        name,
        () -> {
          var last = instance.getSettings().getFinalBackupConfig();
          if (last != null && Boolean.TRUE.equals(last.getEnabled())) {
            make(instance, backups.enqueue(instance, new BackupRun(), "FINAL"));
          }
          if (!Boolean.TRUE.equals(instance.getSettings().getRetainBackupsOnDelete())) {
            backups.deleteOf(instance);
          }
          instances.delete(instance);
        });
  }

  private Response restart(String project, String name) {
    DatabaseInstance instance = instances.runnable(project, name);
    return begin("RESTART", project, name, () -> instances.server(instance).restart());
  }

  private Response restore(String project, String name, InstancesRestoreBackupRequest request) {
    DatabaseInstance target = instances.runnable(project, name);
    RestoreBackupContext context = request.getRestoreBackupContext();
    if (context == null || context.getBackupRunId() == null) {
      throw Refusal.invalid("Missing parameter: restoreBackupContext.backupRunId.");
    }
    Restores.Restore restore = restores.allowed(target, context);
    return Response.json(
        operations.begin(
            operation("RESTORE_VOLUME", project, name)
                .setBackupContext(
                    new BackupContext()
                        .setKind("sql#backupContext")
                        .setBackupId(restore.run().getId())),
            (running, damaged) -> restores.run(target, restore, damaged)));
  }

  private Response export(String project, String name, InstancesExportRequest request) {
    DatabaseInstance instance = instances.runnable(project, name);
    ExportContext context = Objects.requireNonNull(request.getExportContext());
    return begin(
        operation("EXPORT", project, name).setExportContext(context),
        () -> transfers.write(instance, instances.server(instance), context));
  }

  private Response bring(String project, String name, InstancesImportRequest request) {
    DatabaseInstance instance = instances.runnable(project, name);
    ImportContext context = Objects.requireNonNull(request.getImportContext());
    return begin(
        operation("IMPORT", project, name).setImportContext(context),
        () -> transfers.read(instance, instances.server(instance), context));
  }

  private Response backups(String project, String instance, Request request) {
    if (!instance.equals("-")) {
      instances.get(project, instance);
    }
    List<BackupRun> all = backups.list(project, instance);
    int from = request.asked("pageToken").map(Integer::parseInt).orElse(0);
    int to = (int) Math.min(all.size(), from + request.number("maxResults").orElse(100L));
    return Response.json(
        new BackupRunsListResponse()
            .setKind("sql#backupRunsList")
            .setItems(all.subList(from, to))
            .setNextPageToken(to < all.size() ? String.valueOf(to) : null));
  }

  private Response backUp(String project, String name, BackupRun wanted) {
    DatabaseInstance instance = instances.runnable(project, name);
    Operation operation = operation("BACKUP_VOLUME", project, name);
    BackupRun run = backups.enqueue(instance, wanted, "ON_DEMAND");
    operation.setBackupContext(
        new BackupContext().setKind("sql#backupContext").setBackupId(run.getId()));
    try {
      return Response.json(
          operations.begin(
              operation,
              (running, damaged) -> make(instance, run),
              why -> backups.failed(project, run, why)));
    } catch (Refusal e) {
      backups.delete(project, run);
      throw e;
    }
  }

  private void make(DatabaseInstance instance, BackupRun run) throws IOException {
    backups.make(instance, instances.server(instance), run);
  }

  private Response deleteBackup(String project, String instance, long id) {
    BackupRun run = backups.get(project, instance, id);
    return begin("DELETE_BACKUP", project, instance, () -> backups.delete(project, run));
  }

  private Users users(String project, String name) {
    DatabaseInstance instance = instances.runnable(project, name);
    return new Users(instance, instances.server(instance));
  }

  private Response user(String project, String instance, User user) {
    Users users = users(project, instance);
    return begin("CREATE_USER", project, instance, () -> users.insert(user));
  }

  private Response changeUser(String project, String instance, Request request) throws IOException {
    Users users = users(project, instance);
    User user = request.json(User.class);
    String name = request.asked("name").orElseGet(user::getName);
    return begin("UPDATE_USER", project, instance, () -> users.update(name, user));
  }

  private Response deleteUser(String project, String instance, Request request) {
    Users users = users(project, instance);
    String name = request.asked("name").orElse("");
    return begin("DELETE_USER", project, instance, () -> users.delete(name));
  }

  private Databases databases(String project, String name) {
    DatabaseInstance instance = instances.runnable(project, name);
    return new Databases(instance, instances.server(instance));
  }

  private Response database(String project, String instance, Database database) {
    Databases databases = databases(project, instance);
    return begin("CREATE_DATABASE", project, instance, () -> databases.insert(database));
  }

  private Response deleteDatabase(String project, String instance, String name) {
    Databases databases = databases(project, instance);
    return begin("DELETE_DATABASE", project, instance, () -> databases.delete(name));
  }
}
