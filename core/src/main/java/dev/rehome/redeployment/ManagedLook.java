package dev.rehome.redeployment;

import dev.rehome.failure.FailureException;
import dev.rehome.managed.Description;
import dev.rehome.managed.ManagedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a run would trip over on a server that a provider runs, and what it would lose there. */
final class ManagedLook {
  private final Set<String> named;
  private final String key;
  private final ManagedServer server;
  private final Description now;

  /**
   * @param named the databases that the stack file names
   */
  ManagedLook(Set<String> named, String key, ManagedServer server) {
    this.named = Set.copyOf(named);
    this.key = key;
    this.server = server;
    this.now = server.describe();
  }

  Description description() {
    return now;
  }

  List<String> problems(boolean mayRetain) {
    var problems = new ArrayList<String>();
    if (!now.running()) {
      problems.add("instance " + now.instance() + " is in state " + now.state());
      return problems;
    }
    if (!now.backupsSurvive() && !mayRetain) {
      problems.add(
          "the snapshots of instance "
              + now.instance()
              + " are deleted with it (switch on retainBackupsOnDelete: gcloud sql instances patch "
              + now.instance().name()
              + " --retain-backups-on-delete; or have a run do it: retain-backups: true in"
              + " databases."
              + key
              + ".cloud-sql)");
    }
    if (now.isProtected()) {
      problems.add(
          "instance "
              + now.instance()
              + " is protected from being deleted (gcloud sql instances patch "
              + now.instance().name()
              + " --no-deletion-protection)");
    }
    others()
        .forEach(
            name ->
                problems.add(
                    "database "
                        + name
                        + " on instance "
                        + now.instance()
                        + " would be lost with it: name it in the stack file, to be saved or"
                        + " disposable"));
    return problems;
  }

  /** Permissions that a run would miss; a provider that does not tell them is a warning. */
  void rights(Set<ManagedServer.Duty> duties, List<String> problems, List<String> warnings) {
    try {
      List<String> missing = server.missingRights(duties);
      if (!missing.isEmpty()) {
        problems.add(
            "this login lacks rights on instance "
                + now.instance()
                + ": "
                + String.join(", ", missing));
      }
    } catch (FailureException e) {
      warnings.add(
          "whether this login has all rights on instance "
              + now.instance()
              + " is not known: "
              + e.failure().whatHappened());
    }
  }

  /** Databases there that the stack file does not name. */
  private Stream<String> others() {
    return server.databases().stream()
        .filter(name -> !name.equals("postgres") && !named.contains(name));
  }

  List<String> warnings(boolean replicasMayGo) {
    var warnings = new ArrayList<String>();
    if (!now.replicas().isEmpty() && !replicasMayGo) {
      warnings.add(
          "instance "
              + now.instance()
              + " has replicas ("
              + String.join(", ", now.replicas())
              + "); a new one that has some cannot be restored from a snapshot, unless"
              + " cloud-sql.replicas: recreate allows to remove them and make them again");
    }
    now.flags()
        .forEach(
            (flag, value) ->
                warnings.add(
                    "flag "
                        + flag
                        + " = "
                        + value
                        + " of instance "
                        + now.instance()
                        + " is in no snapshot: the new instance has what it is built with"));
    return warnings;
  }
}
