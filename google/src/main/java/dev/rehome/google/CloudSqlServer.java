package dev.rehome.google;

import com.google.api.services.sqladmin.model.BackupConfiguration;
import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.Database;
import com.google.api.services.sqladmin.model.DatabaseFlags;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.IpMapping;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.Settings;
import com.google.api.services.sqladmin.model.User;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.Description;
import dev.rehome.managed.FreshInstance;
import dev.rehome.managed.ManagedInstance;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.managed.ProxySockets;
import dev.rehome.process.Secret;
import dev.rehome.run.RemoteOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Cloud SQL instance. */
final class CloudSqlServer implements ManagedServer {
  private final Client client;
  private final Exports exports;
  private final ProjectRights rights;
  private final String project;
  private final String name;
  private final ProxySockets sockets;

  CloudSqlServer(
      Client client, Exports exports, ProjectRights rights, String name, ProxySockets sockets) {
    this.exports = exports;
    this.rights = rights;
    this.client = client;
    this.project = client.project();
    this.name = name;
    this.sockets = sockets;
  }

  private DatabaseInstance get() {
    return client.call("looking at instance " + name, api -> api.instances().get(project, name));
  }

  @Override
  public Description describe() {
    DatabaseInstance now = get();
    Settings settings = now.getSettings();
    return new Description(
        new ManagedInstance(project, name, now.getCreateTime()),
        now.getState(),
        "RUNNABLE".equals(now.getState()),
        now.getDatabaseVersion(),
        settings.getDataDiskSizeGb(),
        list(now.getReplicaNames()),
        isTrue(settings.getRetainBackupsOnDelete()),
        isTrue(settings.getDeletionProtectionEnabled()),
        flags(settings),
        Documents.text(
            Objects.requireNonNullElseGet(
                settings.getBackupConfiguration(), BackupConfiguration::new)),
        now.getConnectionName(),
        list(now.getIpAddresses()).stream().map(IpMapping::getIpAddress).findFirst());
  }

  private static boolean isTrue(@org.jspecify.annotations.Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static <T> List<T> list(@org.jspecify.annotations.Nullable List<T> values) {
    return values == null ? List.of() : values;
  }

  private static Map<String, String> flags(Settings settings) {
    return list(settings.getDatabaseFlags()).stream()
        .collect(
            Collectors.toMap(
                DatabaseFlags::getName,
                DatabaseFlags::getValue,
                (one, other) -> other,
                TreeMap::new));
  }

  @Override
  public String host() {
    Description now = describe();
    if (sockets.connections().contains(now.connection())) {
      return sockets.folder().resolve(now.connection()).toString();
    }
    return now.address()
        .orElseThrow(
            () ->
                new FailureException(
                    Failure.Kind.NOT_READY,
                    "instance " + now.instance() + " has no address, and no socket in " + sockets,
                    Safety.NOTHING_CHANGED,
                    "run the Auth Proxy, or give the database a host"));
  }

  @Override
  public List<String> missingRights(Set<Duty> duties) {
    return rights.missing(duties);
  }

  @Override
  public List<String> databases() {
    return list(
            client
                .call(
                    "listing the databases of instance " + name,
                    api -> api.databases().list(project, name))
                .getItems())
        .stream()
        .map(Database::getName)
        .filter(each -> !each.startsWith("cloudsql"))
        .toList();
  }

  @Override
  public void retainBackups() {
    change(
        "having the backups of instance " + name + " outlive it",
        new Settings().setRetainBackupsOnDelete(true));
  }

  @Override
  public void backupSettings(String settings) {
    BackupConfiguration wanted = Documents.read(settings, BackupConfiguration.class);
    if (!Objects.equals(get().getSettings().getBackupConfiguration(), wanted)) {
      change(
          "setting when instance " + name + " is backed up",
          new Settings().setBackupConfiguration(wanted));
    }
  }

  private void change(String doing, Settings settings) {
    finish(
        doing,
        client.call(
            doing,
            api ->
                api.instances()
                    .patch(project, name, new DatabaseInstance().setSettings(settings))));
  }

  @Override
  public void password(String user, Secret password) {
    String doing = "giving user " + user + " of instance " + name + " a password";
    User wanted = new User().setName(user).setPassword(password.reveal());
    boolean there =
        list(client.call(doing, api -> api.users().list(project, name)).getItems()).stream()
            .anyMatch(each -> each.getName().equals(user));
    finish(
        doing,
        client.call(
            doing,
            api ->
                there
                    ? api.users().update(project, name, wanted).setName(user)
                    : api.users().insert(project, name, wanted)));
  }

  /** Waits for work that is short and may be repeated. */
  private void finish(String doing, Operation begun) {
    RemoteOperation.Progress progress = OperationWork.progress(client, begun.getName());
    while (progress instanceof RemoteOperation.Progress.Running) {
      pause();
      progress = OperationWork.progress(client, begun.getName());
    }
    if (progress instanceof RemoteOperation.Progress.Failed(String why)) {
      throw new FailureException(
          Failure.Kind.FAILED, doing + " failed: " + why, Safety.NOTHING_CHANGED, "start again");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public RemoteOperation snapshot(String purpose) {
    return new SnapshotWork(client, name, purpose);
  }

  @Override
  public ManagedSnapshot snapshotOf(String operation) {
    Description now = describe();
    BackupRun run =
        client.call(
            "looking at backup " + operation,
            api -> api.backupRuns().get(project, name, Long.valueOf(operation)));
    return new ManagedSnapshot(
        now.instance(), operation, run.getStartTime(), now.version(), now.diskGib(), now.flags());
  }

  @Override
  public boolean has(ManagedSnapshot snapshot) {
    return SnapshotWork.all(client, "-").stream()
        .anyMatch(
            run ->
                run.getId().toString().equals(snapshot.id())
                    && run.getInstance().equals(snapshot.of().name())
                    && snapshot.began().equals(run.getStartTime())
                    && "SUCCESSFUL".equals(run.getStatus()));
  }

  @Override
  public RemoteOperation restore(ManagedSnapshot snapshot, FreshInstance target) {
    if (!target.instance().name().equals(name)) {
      throw new IllegalArgumentException(target.instance() + " is another instance");
    }
    return OperationWork.restore(
        client, name, snapshot, () -> target.isAnother(describe().instance()));
  }

  @Override
  public RemoteOperation export(String database, String place) {
    return OperationWork.export(client, name, database, place);
  }

  @Override
  public void allowExport(String place) {
    exports.allow(get().getServiceAccountEmailAddress(), place);
  }

  @Override
  public void forbidExport(String place) {
    exports.forbid(get().getServiceAccountEmailAddress(), place);
  }

  @Override
  public void fetch(String place, Path file) {
    exports.fetch(place, file);
  }

  @Override
  public void remove(String place) {
    exports.remove(place);
  }

  @Override
  public RemoteOperation removeReplica(String replica) {
    return new OperationWork(
        client,
        replica,
        "DELETE",
        Optional.empty(),
        Optional::empty,
        api -> api.instances().delete(project, replica));
  }

  @Override
  public String replica(String replica) {
    DatabaseInstance now =
        client.call("looking at replica " + replica, api -> api.instances().get(project, replica));
    Settings settings = now.getSettings();
    return Documents.text(
        new DatabaseInstance()
            .setName(replica)
            .setRegion(now.getRegion())
            .setDatabaseVersion(now.getDatabaseVersion())
            .setMasterInstanceName(name)
            .setSettings(
                new Settings()
                    .setTier(settings.getTier())
                    .setAvailabilityType(settings.getAvailabilityType())
                    .setDataDiskType(settings.getDataDiskType())
                    .setDataDiskSizeGb(settings.getDataDiskSizeGb())
                    .setStorageAutoResize(settings.getStorageAutoResize())
                    .setIpConfiguration(settings.getIpConfiguration())
                    .setLocationPreference(settings.getLocationPreference())
                    .setDatabaseFlags(settings.getDatabaseFlags())
                    .setUserLabels(settings.getUserLabels())));
  }

  @Override
  public RemoteOperation addReplica(String replica) {
    DatabaseInstance wanted = Documents.read(replica, DatabaseInstance.class);
    return new OperationWork(
        client,
        wanted.getName(),
        "CREATE_REPLICA",
        Optional.empty(),
        Optional::empty,
        api -> api.instances().insert(project, wanted));
  }
}
