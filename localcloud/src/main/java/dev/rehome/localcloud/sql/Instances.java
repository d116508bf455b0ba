package dev.rehome.localcloud.sql;

import com.google.api.services.sqladmin.model.BackupConfiguration;
import com.google.api.services.sqladmin.model.BackupRetentionSettings;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.IpMapping;
import com.google.api.services.sqladmin.model.Settings;
import dev.rehome.localcloud.http.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The instances of all projects, in a folder for each: {@code instance.json} and its server. */
final class Instances {
  private static final String NAME = "[a-z]([a-z0-9-]{0,96}[a-z0-9])?";
  private static final String RUNNABLE = "RUNNABLE";
  private static final int GIB = 30;

  private final Path folder;
  private final Path sockets;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param sockets as {@code /cloudsql} on a host with the Auth Proxy
   */
  Instances(Path folder, Path sockets) {
    this.folder = folder;
    this.sockets = sockets;
    all().forEach(instance -> server(instance).start());
  }

  private Path folder(String project, String name) {
    return folder.resolve(project).resolve(name);
  }

  private Path document(String project, String name) {
    return folder(project, name).resolve("instance.json");
  }

  private List<DatabaseInstance> all() {
    return Documents.in(folder).stream()
        .flatMap(project -> of(project.getFileName().toString()).stream())
        .filter(instance -> RUNNABLE.equals(instance.getState()))
        .toList();
  }

  List<DatabaseInstance> of(String project) {
    return Documents.in(folder.resolve(project)).stream()
        .map(each -> each.resolve("instance.json"))
        .filter(Files::exists)
        .map(each -> Documents.read(each, DatabaseInstance.class))
        .toList();
  }

  DatabaseInstance get(String project, String name) {
    Path document = document(project, name);
    if (!name.matches(NAME) || !Files.exists(document)) {
      throw new Refusal(
          404, "instanceDoesNotExist", "The Cloud SQL instance does not exist: " + name);
    }
    return Documents.read(document, DatabaseInstance.class);
  }

  /** One that can be worked on now. */
  DatabaseInstance runnable(String project, String name) {
    DatabaseInstance instance = get(project, name);
    if (!RUNNABLE.equals(instance.getState())) {
      throw new Refusal(
          400, "instanceNotRunning", "Instance " + name + " is " + instance.getState() + ".");
    }
    return instance;
  }

  void keep(DatabaseInstance instance) {
    Documents.write(document(instance.getProject(), instance.getName()), instance);
  }

  void state(DatabaseInstance instance, String state) {
    keep(get(instance.getProject(), instance.getName()).setState(state));
  }

  InstanceServer server(DatabaseInstance instance) {
    return new InstanceServer(
        folder(instance.getProject(), instance.getName()).resolve("server"),
        socket(instance),
        instance);
  }

  private Path socket(DatabaseInstance instance) {
    return sockets.resolve(instance.getConnectionName());
  }

  /** Takes the name; the server is made by {@link #make}. */
  synchronized DatabaseInstance claim(String project, DatabaseInstance wanted) {
    String name = Objects.requireNonNullElse(wanted.getName(), "");
    if (!name.matches(NAME)) {
      throw Refusal.invalid("Invalid instance name (" + name + ").");
    }
    if (Files.exists(document(project, name))) {
      throw new Refusal(
          409, "instanceAlreadyExists", "The Cloud SQL instance already exists: " + name);
    }
    DatabaseInstance made =
        wanted
            .clone()
            .setKind("sql#instance")
            .setProject(project)
            .setBackendType("SECOND_GEN")
            .setInstanceType(
                wanted.getMasterInstanceName() == null
                    ? "CLOUD_SQL_INSTANCE"
                    : "READ_REPLICA_INSTANCE")
            .setState("PENDING_CREATE")
            .setCreateTime(Instant.now().toString())
            .setRegion(Objects.requireNonNullElse(wanted.getRegion(), "us-central1"))
            .setIpAddresses(List.of(new IpMapping().setType("PRIMARY").setIpAddress(freeAddress())))
            .setServiceAccountEmailAddress(
                "p-%08x@gcp-sa-cloud-sql.iam.gserviceaccount.com".formatted(random.nextInt()));
    if (made.getMasterInstanceName() != null) {
      DatabaseInstance primary = runnable(project, primary(made));
      made.setDatabaseVersion(primary.getDatabaseVersion());
      made.setSettings(settings(made.getSettings(), primary.getSettings()));
    } else {
      made.setDatabaseVersion(Objects.requireNonNullElse(made.getDatabaseVersion(), "POSTGRES_15"));
      made.setSettings(settings(made.getSettings(), new Settings()));
    }
    InstanceServer.installation(made.getDatabaseVersion());
    made.setConnectionName(project + ":" + made.getRegion() + ":" + name);
    made.setRootPassword(null);
    keep(made);
    return made;
  }

  private static String primary(DatabaseInstance replica) {
    String name = replica.getMasterInstanceName();
    return name.substring(name.indexOf(':') + 1);
  }

  private static Settings settings(@org.jspecify.annotations.Nullable Settings own, Settings like) {
    Settings all = own == null ? new Settings() : own.clone();
    all.setKind("sql#settings").setSettingsVersion(1L);
    all.setTier(or(all.getTier(), or(like.getTier(), "db-f1-micro")));
    all.setActivationPolicy(or(all.getActivationPolicy(), "ALWAYS"));
    all.setAvailabilityType(or(all.getAvailabilityType(), "ZONAL"));
    all.setReplicationType("SYNCHRONOUS");
    all.setPricingPlan("PER_USE");
    all.setDataDiskType(or(all.getDataDiskType(), "PD_SSD"));
    all.setDataDiskSizeGb(or(all.getDataDiskSizeGb(), or(like.getDataDiskSizeGb(), 10L)));
    all.setStorageAutoResize(or(all.getStorageAutoResize(), true));
    all.setDeletionProtectionEnabled(or(all.getDeletionProtectionEnabled(), false));
    all.setRetainBackupsOnDelete(or(all.getRetainBackupsOnDelete(), false));
    if (all.getBackupConfiguration() == null) {
      all.setBackupConfiguration(backupsAsNew());
    }
    return all;
  }

  static BackupConfiguration backupsAsNew() {
    return new BackupConfiguration()
        .setKind("sql#backupConfiguration")
        .setEnabled(false)
        .setStartTime("04:00")
        .setReplicationLogArchivingEnabled(false)
        .setTransactionLogRetentionDays(7)
        .setBackupRetentionSettings(
            new BackupRetentionSettings().setRetainedBackups(7).setRetentionUnit("COUNT"));
  }

  private static <T> T or(@org.jspecify.annotations.Nullable T value, T other) {
    return value == null ? other : value;
  }

  /** One of 127.64.0.0/10 on which nobody has the port yet. */
  private String freeAddress() {
    for (int attempt = 0; attempt < 100; attempt++) {
      String address =
          "127.%d.%d.%d"
              .formatted(64 + random.nextInt(64), random.nextInt(256), 1 + random.nextInt(254));
      try (var socket = new ServerSocket(5432, 1, InetAddress.getByName(address))) {
        return socket.getInetAddress().getHostAddress();
      } catch (IOException e) {
        // taken; another one may be free
      }
    }
    throw new IllegalStateException("no address has a free port 5432");
  }

  void make(DatabaseInstance instance, Optional<String> password) throws IOException {
    InstanceServer server = server(instance);
    if (instance.getMasterInstanceName() == null) {
      server.start();
      password.ifPresent(
          given -> server.sql("ALTER ROLE postgres PASSWORD " + Users.literal(given)));
    } else {
      DatabaseInstance primary = get(instance.getProject(), primary(instance));
      server.follow(server(primary));
      var replicas = new ArrayList<>(or(primary.getReplicaNames(), List.of()));
      replicas.add(instance.getName());
      keep(primary.setReplicaNames(replicas));
    }
    state(instance, RUNNABLE);
  }

  /** Whether it may go. */
  void refuseIfHeld(DatabaseInstance instance) {
    if (or(instance.getSettings().getDeletionProtectionEnabled(), false)) {
      throw new Refusal(
          400,
          "invalidRequest",
          "The instance is protected. Please disable the deletion protection and try again.");
    }
    if (!or(instance.getReplicaNames(), List.of()).isEmpty()) {
      throw new Refusal(
          400,
          "instanceHasReplicas",
          "Instance cannot be deleted because it has replicas: " + instance.getReplicaNames());
    }
  }

  void delete(DatabaseInstance instance) {
    server(instance).delete();
    if (instance.getMasterInstanceName() != null) {
      DatabaseInstance primary = get(instance.getProject(), primary(instance));
      var replicas = new ArrayList<>(or(primary.getReplicaNames(), List.of()));
      replicas.remove(instance.getName());
      keep(primary.setReplicaNames(replicas.isEmpty() ? null : replicas));
    }
    Documents.remove(socket(instance));
    Documents.remove(folder(instance.getProject(), instance.getName()));
  }

  /** As Google shows it. */
  DatabaseInstance shown(DatabaseInstance instance, String base) {
    long bytes = instance.getSettings().getDataDiskSizeGb() << GIB;
    return instance
        .clone()
        .setCurrentDiskSize(null)
        .setMaxDiskSize(bytes)
        .setEtag(String.valueOf(instance.getSettings().getSettingsVersion()))
        .setSelfLink(
            base + "/projects/" + instance.getProject() + "/instances/" + instance.getName());
  }

  void stop() {
    all().forEach(instance -> server(instance).stop());
  }
}
