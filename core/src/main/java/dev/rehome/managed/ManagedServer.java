package dev.rehome.managed;

import dev.rehome.process.Secret;
import dev.rehome.run.RemoteOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A server that a provider runs. */
public interface ManagedServer {
  /** What the provider says of it now. */
  Description describe();

  /**
   * Where clients on the machine with its sockets reach it: the folder of its socket, or an
   * address.
   */
  String host();

  /**
   * The permissions that this login lacks for what a run may do with the server.
   *
   * @throws dev.rehome.failure.FailureException if the provider does not tell
   */
  List<String> missingRights(Set<Duty> duties);

  /** What a run does only where the stack file wants it. */
  enum Duty {
    EXPORT,
    REPLACE_REPLICAS
  }

  /** The names of the databases on it, without the provider's own. */
  List<String> databases();

  /** Has its backups outlive it. May be repeated. */
  void retainBackups();

  /** Makes a snapshot that says of itself what it is for. */
  RemoteOperation snapshot(String purpose);

  /** What came of such an operation. */
  ManagedSnapshot snapshotOf(String operation);

  /** Whether the snapshot is there and whole, also if its server is gone. */
  boolean has(ManagedSnapshot snapshot);

  /** Overwrites this server by a snapshot, unless its name leads to another one by then. */
  RemoteOperation restore(ManagedSnapshot snapshot, FreshInstance target);

  /**
   * Writes a dump of a database into a bucket, as SQL, without owners and rights.
   *
   * @param place such as {@code gs://BUCKET/NAME.gz}
   */
  RemoteOperation export(String database, String place);

  /** Lets the server write into the place's bucket. May be repeated. */
  void allowExport(String place);

  /** Takes that back. May be repeated. */
  void forbidExport(String place);

  /** Takes what was exported out of the bucket into a file. */
  void fetch(String place, Path file);

  /** Removes what was exported from the bucket. May be repeated. */
  void remove(String place);

  /** Removes a replica, which has to be gone before a restore. */
  RemoteOperation removeReplica(String name);

  /** All it takes to make a replica again, in the provider's own form. */
  String replica(String name);

  /** Makes a replica again. */
  RemoteOperation addReplica(String replica);

  /** Gives a user a password. May be repeated. */
  void password(String user, Secret password);

  /** Sets when the provider makes backups by itself. May be repeated. */
  void backupSettings(String settings);
}
