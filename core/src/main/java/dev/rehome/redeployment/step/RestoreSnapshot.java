package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Endpoint;
import dev.rehome.database.Fence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.managed.Description;
import dev.rehome.managed.FreshInstance;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.run.Operations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings a server back by the provider's snapshot, and puts right what that does not bring:
 * passwords, backup settings, replicas; and what it brings and should not: the fence.
 *
 * @param fences that stood when the snapshot was made
 * @param notes takes what the operator has to know of it
 */
record RestoreSnapshot(
    Sources sources, Map<String, Fence> fences, Operations operations, List<String> notes) {
  private static String name(ManagedSnapshot snapshot) {
    return "restore " + snapshot.of().name();
  }

  /** Whether the server was ever begun to be brought back so. */
  static boolean begun(Operations operations, DatabasePart part) {
    return part.managed().map(RestoreSnapshot::name).filter(operations::begun).isPresent();
  }

  /** Why it came to nothing; empty if the server now holds what the snapshot has. */
  Optional<String> restore(Database database, ManagedServer server, ManagedSnapshot snapshot) {
    String name = name(snapshot);
    Optional<String> earlier = operations.noted("no " + name, String.class);
    if (earlier.isPresent()) {
      return earlier; // again, it would overwrite another database that came back by its dump
    }
    Description now = server.describe();
    FreshInstance target = FreshInstance.compare(now.instance(), snapshot.of());
    Before before =
        operations.noted(
            name, Before.class, () -> new Before(now.backupSettings(), replicas(server, now)));
    if (!operations.begun(name) && !server.has(snapshot)) {
      return Optional.of("snapshot " + snapshot.id() + " of " + snapshot.of() + " is gone");
    }
    if (!before.replicas().isEmpty() && !sources.replicasMayGo(database.endpoint().key())) {
      return Optional.of(
          now.instance()
              + " has replicas, which a restore demands to be removed first; cloud-sql.replicas:"
              + " recreate allows that");
    }
    before.replicas().keySet().forEach(replica -> must(remove(server, replica)));
    operations.says("restoring instance " + now.instance() + " from snapshot " + snapshot.id());
    Optional<String> failed = operations.remote(name, server.restore(snapshot, target)).failed();
    passwords(database.endpoint(), server);
    server.backupSettings(before.backupSettings());
    notes.add("users' passwords and the instance's backup settings are the new stack's own");
    flags(snapshot, now);
    before.replicas().forEach((replica, like) -> must(add(server, replica, like)));
    failed.ifPresent(why -> operations.noted("no " + name, String.class, () -> why));
    if (failed.isEmpty()) {
      Optional.ofNullable(fences.get(database.endpoint().key())).ifPresent(database::lift);
    }
    return failed;
  }

  /** What the restore would lose. */
  record Before(String backupSettings, Map<String, String> replicas) {}

  private static Map<String, String> replicas(ManagedServer server, Description now) {
    var all = new TreeMap<String, String>();
    now.replicas().forEach(replica -> all.put(replica, server.replica(replica)));
    return all;
  }

  private Operations.Remote remove(ManagedServer server, String replica) {
    return operations.remote("remove replica " + replica, server.removeReplica(replica));
  }

  private Operations.Remote add(ManagedServer server, String replica, String like) {
    return operations.remote("add replica " + replica, server.addReplica(like));
  }

  private static void must(Operations.Remote ended) {
    if (ended.failed().isPresent()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          ended.failed().get(),
          Safety.NOTHING_CHANGED,
          "see the instance's operations at the provider");
    }
  }

  private void flags(ManagedSnapshot snapshot, Description now) {
    snapshot.flags().entrySet().stream()
        .filter(flag -> !flag.getValue().equals(now.flags().get(flag.getKey())))
        .map(
            flag ->
                "flag "
                    + flag.getKey()
                    + " was "
                    + flag.getValue()
                    + " on the old instance, and is "
                    + Optional.ofNullable(now.flags().get(flag.getKey())).orElse("not set")
                    + " on the new one")
        .forEach(notes::add);
  }

  /** A snapshot brings the old passwords; the new stack was built with its own. */
  private static void passwords(Endpoint endpoint, ManagedServer server) {
    for (Endpoint.Login login : List.of(endpoint.strongest(), endpoint.user())) {
      login.password().ifPresent(password -> server.password(login.user(), password));
    }
  }
}
