package dev.rehome.redeployment;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.Source;
import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.infrastructure.DestroyPlan;
import dev.rehome.infrastructure.State;
import dev.rehome.managed.Description;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.proof.LastLook;
import dev.rehome.redeployment.StepResult.Approved;
import dev.rehome.redeployment.StepResult.BackedUp;
import dev.rehome.redeployment.StepResult.Quiesced;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last look before destroying: is this the stack that was planned for, may all of it go, was it
 * approved, and did nobody write since the final backup?
 *
 * @param begun whether destroying began before: then databases may be gone already
 */
record LookAgain(
    Workshop workshop,
    DestroyPlan plan,
    Quiesced quiesced,
    BackedUp backup,
    Approved approved,
    boolean begun)
    implements LastLook {
  @Override
  public List<String> reasonsAgainst() {
    var reasons = new ArrayList<>(plan.problems());
    if (plan.doomed().isEmpty() && !begun) {
      reasons.add("the state is empty: nothing of the stack is in it");
    }
    if (!begun && !plan.digest().equals(approved.evidence())) {
      reasons.add("what would be destroyed is no longer what was approved");
    }
    if (!begun && Instant.now().isAfter(approved.until())) {
      reasons.add("the approval of " + approved.by() + " ran out at " + approved.until());
    }
    repositoryInside().ifPresent(reasons::add);
    if (!begun) {
      reasons.addAll(plan.missing());
      reasons.addAll(writes());
      reasons.addAll(snapshots());
    }
    return reasons;
  }

  /** The provider's own backups have to be whole, and to outlive what they were made of. */
  private List<String> snapshots() {
    var reasons = new ArrayList<String>();
    Map<String, ManagedServer> servers = workshop.old().sources().managed();
    for (DatabasePart part : workshop.repository().backup(backup.backup()).document().databases()) {
      ManagedServer server = servers.get(part.key());
      if (server != null && part.managed().isPresent()) {
        ManagedSnapshot snapshot = part.managed().get();
        if (!server.has(snapshot)) {
          reasons.add("snapshot " + snapshot.id() + " of " + snapshot.of() + " is not whole");
        }
        Description now = server.describe();
        if (!now.instance().equals(snapshot.of())) {
          reasons.add(now.instance() + " is no longer the instance that was backed up");
        }
        if (!now.backupsSurvive()) {
          reasons.add("the snapshots of " + now.instance() + " would be deleted with it");
        }
      }
    }
    return reasons;
  }

  /** Ends sessions first, so that what they wrote is counted. */
  private List<String> writes() {
    var reasons = new ArrayList<String>();
    Source source = workshop.old().sources().guarded();
    for (Database database : source.databases()) {
      int sessions = database.sessions();
      if (sessions > 0) {
        reasons.add(database.endpoint() + " has " + sessions + " open sessions again");
      }
      database.raise(quiesced.fences().getOrDefault(database.endpoint().key(), Fence.NONE));
    }
    Marks now = Marks.of(source, workshop.repository());
    now.databases()
        .forEach(
            (key, mark) -> {
              if (!mark.equals(backup.marks().get(key))) {
                reasons.add("somebody wrote to database " + key + " since the final backup");
              }
            });
    if (!now.files().value().equals(backup.fileMark())) {
      reasons.add("somebody changed files since the final backup");
    }
    return reasons;
  }

  /** A repository on a disk or in a folder that is destroyed would go with it. */
  private Optional<String> repositoryInside() {
    State state = workshop.old().state();
    String place = workshop.repository().repository().backend().location();
    Optional<Path> folder = workshop.repository().repository().backend().folder();
    boolean named =
        state.resources().stream()
            .map(resource -> resource.attributes().path("bucket").asText())
            .anyMatch(bucket -> !bucket.isEmpty() && place.contains("/" + bucket + "/"));
    boolean inside =
        folder.isPresent()
            && workshop.stack().files().stream()
                .filter(settings -> settings.host().isEmpty())
                .map(settings -> workshop.old().sources().origin(settings))
                .anyMatch(
                    set ->
                        folder.get().toAbsolutePath().startsWith(set.root())
                            && set.include().stream()
                                .anyMatch(
                                    path ->
                                        folder
                                            .get()
                                            .toAbsolutePath()
                                            .startsWith(Path.of(set.root()).resolve(path))));
    return named || inside
        ? Optional.of("the repository " + place + " is among what would be destroyed")
        : Optional.empty();
  }
}
