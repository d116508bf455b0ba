package dev.rehome.google;

import com.google.api.services.sqladmin.model.ExportContext;
import com.google.api.services.sqladmin.model.InstancesExportRequest;
import com.google.api.services.sqladmin.model.InstancesRestoreBackupRequest;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.OperationError;
import com.google.api.services.sqladmin.model.RestoreBackupContext;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.run.RemoteOperation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Work that the Admin API calls an operation. Those of an instance are listed newest first, which
 * tells what was begun since.
 *
 * @param type of the operation, as the API names it
 * @param backup the backup that it is about, if it is about one
 * @param against why it must not be begun after all, asked directly before each attempt
 */
record OperationWork(
    Client client,
    String instance,
    String type,
    Optional<String> backup,
    Supplier<Optional<String>> against,
    Client.Request<Operation> request)
    implements RemoteOperation {
  static OperationWork restore(
      Client client,
      String instance,
      ManagedSnapshot snapshot,
      Supplier<Optional<String>> against) {
    var context =
        new RestoreBackupContext()
            .setKind("sql#restoreBackupContext")
            .setProject(snapshot.of().project())
            .setInstanceId(snapshot.of().name())
            .setBackupRunId(Long.valueOf(snapshot.id()));
    return new OperationWork(
        client,
        instance,
        "RESTORE_VOLUME",
        Optional.of(snapshot.id()),
        against,
        api ->
            api.instances()
                .restoreBackup(
                    client.project(),
                    instance,
                    new InstancesRestoreBackupRequest().setRestoreBackupContext(context)));
  }

  static OperationWork export(Client client, String instance, String database, String place) {
    var context =
        new ExportContext()
            .setKind("sql#exportContext")
            .setFileType("SQL")
            .setUri(place)
            .setDatabases(List.of(database));
    return new OperationWork(
        client,
        instance,
        "EXPORT",
        Optional.empty(),
        Optional::empty,
        api ->
            api.instances()
                .export(
                    client.project(),
                    instance,
                    new InstancesExportRequest().setExportContext(context)));
  }

  private List<Operation> all() {
    return Optional.ofNullable(
            client
                .call(
                    "listing the operations of instance " + instance,
                    api -> api.operations().list(client.project()).setInstance(instance))
                .getItems())
        .orElse(List.of());
  }

  @Override
  public String before() {
    return all().stream()
        .map(each -> Instant.parse(each.getInsertTime()))
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH)
        .toString();
  }

  private Optional<Operation> since(String before) {
    return all().stream()
        .filter(each -> each.getOperationType().equals(type))
        .filter(each -> Instant.parse(each.getInsertTime()).isAfter(Instant.parse(before)))
        .filter(
            each ->
                backup.isEmpty()
                    || each.getBackupContext() == null
                    || backup.get().equals("" + each.getBackupContext().getBackupId()))
        .findFirst();
  }

  @Override
  public Start begin(String before) {
    Client.Outcome<Operation> begun;
    try {
      begun = client.begin(doing(), () -> sinceUnlessRefused(before), request);
    } catch (AgainstException e) {
      return new Start.Refused(String.valueOf(e.getMessage()));
    }
    return begun
        .value()
        .<Start>map(operation -> new Start.Begun(operation.getName()))
        .orElseGet(() -> new Start.Refused(begun.refusal().orElseThrow().failure().whatHappened()));
  }

  /** What speaks against it after all. */
  private static final class AgainstException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AgainstException(String why) {
      super(why);
    }
  }

  private Optional<Operation> sinceUnlessRefused(String before) {
    Optional<Operation> begun = since(before);
    if (begun.isEmpty()) {
      against
          .get()
          .ifPresent(
              why -> {
                throw new AgainstException(why);
              });
    }
    return begun;
  }

  private String doing() {
    return switch (type) {
      case "RESTORE_VOLUME" -> "restoring instance " + instance;
      case "EXPORT" -> "exporting from instance " + instance;
      case "DELETE" -> "removing replica " + instance;
      case "CREATE_REPLICA" -> "making replica " + instance;
      default -> "changing instance " + instance;
    };
  }

  @Override
  public Progress progress(String id) {
    return progress(client, id);
  }

  static Progress progress(Client client, String id) {
    Operation now =
        client.call(
            "waiting for operation " + id, api -> api.operations().get(client.project(), id));
    if (!"DONE".equals(now.getStatus())) {
      return new Progress.Running();
    }
    return now.getError() == null
        ? new Progress.Done()
        : new Progress.Failed(
            now.getError().getErrors().stream()
                .map(OperationWork::text)
                .collect(Collectors.joining("; ")));
  }

  private static String text(OperationError error) {
    return error.getMessage() == null ? error.getCode() : error.getMessage();
  }
}
