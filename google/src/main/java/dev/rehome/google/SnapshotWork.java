package dev.rehome.google;

import com.google.api.services.sqladmin.model.BackupContext;
import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.BackupRunsListResponse;
import com.google.api.services.sqladmin.model.Operation;
import dev.rehome.run.RemoteOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An on-demand backup run. It says of itself what it is for, by which it is found; its id goes up
 * with time.
 */
record SnapshotWork(Client client, String instance, String purpose) implements RemoteOperation {
  /** All backup runs of an instance, or with {@code -} of the project. */
  static List<BackupRun> all(Client client, String instance) {
    var all = new ArrayList<BackupRun>();
    Optional<String> page = Optional.of("");
    while (page.isPresent()) {
      String token = page.get();
      BackupRunsListResponse answer =
          client.call(
              "listing backups",
              api -> {
                var list = api.backupRuns().list(client.project(), instance).setMaxResults(100);
                return token.isEmpty() ? list : list.setPageToken(token);
              });
      Optional.ofNullable(answer.getItems()).ifPresent(all::addAll);
      page = Optional.ofNullable(answer.getNextPageToken()).filter(each -> !each.isEmpty());
    }
    return all;
  }

  @Override
  public String before() {
    return String.valueOf(
        all(client, instance).stream().mapToLong(BackupRun::getId).max().orElse(0));
  }

  private Optional<Long> since(String before) {
    return all(client, instance).stream()
        .filter(run -> run.getId() > Long.parseLong(before))
        .filter(run -> purpose.equals(run.getDescription()))
        .map(BackupRun::getId)
        .findFirst();
  }

  @Override
  public Start begin(String before) {
    Client.Outcome<Operation> begun =
        client.begin(
            "making a snapshot of instance " + instance,
            () ->
                since(before)
                    .map(
                        id ->
                            new Operation().setBackupContext(new BackupContext().setBackupId(id))),
            api ->
                api.backupRuns()
                    .insert(
                        client.project(),
                        instance,
                        new BackupRun()
                            .setInstance(instance)
                            .setType("ON_DEMAND")
                            .setDescription(purpose)));
    if (begun.value().isEmpty()) {
      return new Start.Refused(begun.refusal().orElseThrow().failure().whatHappened());
    }
    return new Start.Begun(
        begun
            .value()
            .map(Operation::getBackupContext)
            .map(BackupContext::getBackupId)
            .or(() -> since(before))
            .map(String::valueOf)
            .orElseThrow(this::unlisted));
  }

  private IllegalStateException unlisted() {
    return new IllegalStateException(
        "a snapshot of instance " + instance + " was begun and is in no list");
  }

  @Override
  public Progress progress(String id) {
    BackupRun run =
        client.call(
            "waiting for snapshot " + id,
            api -> api.backupRuns().get(client.project(), instance, Long.valueOf(id)));
    return switch (run.getStatus()) {
      case "SUCCESSFUL" -> new Progress.Done();
      case "ENQUEUED", "OVERDUE", "RUNNING" -> new Progress.Running();
      default ->
          new Progress.Failed(
              "snapshot "
                  + id
                  + " is "
                  + run.getStatus()
                  + (run.getError() == null ? "" : ": " + run.getError().getMessage()));
    };
  }
}
