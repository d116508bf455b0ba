package dev.rehome.readiness;

import dev.rehome.backup.Sources;
import dev.rehome.failure.FailureException;
import dev.rehome.managed.Description;
import dev.rehome.managed.ManagedServer;
import java.util.List;
import java.util.Set;

/**
 * Whether a server that a provider runs may go and come back, and what would be lost with it.
 *
 * @param key of a database on it
 * @param named the databases that the stack file names
 */
public record ManagedLook(
    Sources sources, String key, ManagedServer server, Description now, Set<String> named) {
  public static ManagedLook at(Sources sources, String key, ManagedServer server) {
    return new ManagedLook(sources, key, server, server.describe(), sources.names());
  }

  public Findings look() {
    if (!now.running()) {
      return Findings.problem("instance " + now.instance() + " is in state " + now.state());
    }
    return Findings.of(
        this::snapshots, this::protection, this::others, this::replicas, this::flags, this::rights);
  }

  private Findings snapshots() {
    return Findings.problemUnless(
        now.backupsSurvive() || sources.backupsMayBeRetained(key),
        "the snapshots of instance "
            + now.instance()
            + " are deleted with it (switch on retainBackupsOnDelete: gcloud sql instances patch "
            + now.instance().name()
            + " --retain-backups-on-delete; or have a run do it: retain-backups: true in"
            + " databases."
            + key
            + ".cloud-sql)");
  }

  private Findings protection() {
    return Findings.problemUnless(
        !now.isProtected(),
        "instance "
            + now.instance()
            + " is protected from being deleted (gcloud sql instances patch "
            + now.instance().name()
            + " --no-deletion-protection)");
  }

  /** Databases there that the stack file does not name. */
  private Findings others() {
    return Findings.problems(
        server.databases().stream()
            .filter(name -> !name.equals("postgres") && !named.contains(name))
            .map(
                name ->
                    "database "
                        + name
                        + " on instance "
                        + now.instance()
                        + " would be lost with it: name it in the stack file, to be saved or"
                        + " disposable")
            .toList());
  }

  private Findings replicas() {
    return now.replicas().isEmpty() || sources.replicasMayGo(key)
        ? Findings.NONE
        : Findings.warning(
            "instance "
                + now.instance()
                + " has replicas ("
                + String.join(", ", now.replicas())
                + "); a new one that has some cannot be restored from a snapshot, unless"
                + " cloud-sql.replicas: recreate allows to remove them and make them again");
  }

  private Findings flags() {
    return Findings.warnings(
        now.flags().entrySet().stream()
            .map(
                flag ->
                    "flag "
                        + flag.getKey()
                        + " = "
                        + flag.getValue()
                        + " of instance "
                        + now.instance()
                        + " is in no snapshot: the new instance has what it is built with")
            .toList());
  }

  /** Permissions that a run would miss; a provider that does not tell them is a warning. */
  private Findings rights() {
    try {
      List<String> missing = server.missingRights(sources.duties(key));
      return Findings.problemUnless(
          missing.isEmpty(),
          "this login lacks rights on instance "
              + now.instance()
              + ": "
              + String.join(", ", missing));
    } catch (FailureException e) {
      return Findings.warning(
          "whether this login has all rights on instance "
              + now.instance()
              + " is not known: "
              + e.failure().whatHappened());
    }
  }
}
