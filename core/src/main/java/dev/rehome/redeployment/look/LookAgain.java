package dev.rehome.redeployment.look;

import dev.rehome.backup.BackupDocument.DatabasePart;
import dev.rehome.backup.SavedBackup;
import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.database.Presence;
import dev.rehome.database.WriteMark;
import dev.rehome.managed.Description;
import dev.rehome.managed.ManagedServer;
import dev.rehome.managed.ManagedSnapshot;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.LastLook;
import dev.rehome.redeployment.check.RepositoryGoes;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.plan.StepResult.Approved;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Quiesced;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.side.ServerLook;
import dev.rehome.redeployment.workshop.ChangedFiles;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Failures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last look before the old stack is destroyed, or what is left of it: is this the stack that
 * was planned for, may all of it go, was it approved, and did nobody write since the final backup?
 * What is verifiably gone is passed over; what cannot be looked at is a reason against.
 *
 * @param remains what there is of it
 */
public record LookAgain(
    Workshop workshop,
    OldStack stack,
    Remains remains,
    Quiesced quiesced,
    BackedUp backup,
    Approved approved,
    Supplier<Instant> now)
    implements LastLook {
  private boolean whole() {
    return remains instanceof Remains.Whole;
  }

  @Override
  public Seen look(DestroyPlan plan) {
    workshop.old().changed();
    Map<Question, List<String>> against =
        Map.of(
            Question.STACK, looked(() -> stack(plan)),
            Question.CONSENT, looked(() -> consent(plan)),
            Question.REPOSITORY, looked(() -> repository(plan)),
            Question.WRITES, looked(this::writes),
            Question.BACKUP, looked(this::snapshots));
    return new Seen(plan.digest(), now.get(), against);
  }

  /** What cannot be looked at is a reason against. */
  static List<String> looked(Supplier<List<String>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return List.of(Failures.of(e).whatHappened());
    }
  }

  private List<String> stack(DestroyPlan plan) {
    var reasons = new ArrayList<String>();
    if (remains instanceof Remains.Unknown(String why)) {
      reasons.add("the old stack cannot be looked at: " + why);
    }
    if (whole()) {
      reasons.addAll(plan.missing());
      reasons.addAll(new ServerLook(sources()).reasons());
      if (plan.doomed().isEmpty()) {
        reasons.add("the state is empty: nothing of the stack is in it");
      }
    } else {
      reasons.addAll(new ServerLook(sources()).losses()); // what others made meanwhile
    }
    reasons.addAll(stack.belongs(plan));
    return reasons;
  }

  /** Half destroyed, what is left has to be part of what was approved. */
  private List<String> consent(DestroyPlan plan) {
    var reasons = new ArrayList<String>();
    if (whole()) {
      if (!plan.evidence().equals(approved.evidence())) {
        reasons.add("what would be destroyed is no longer what was approved");
      }
      if (now.get().isAfter(approved.until())) {
        reasons.add("the approval of " + approved.by() + " ran out at " + approved.until());
      }
      return reasons;
    }
    if (stack.agreed(plan)) {
      return reasons;
    }
    plan.doomed().stream()
        .filter(each -> !stack.stood(each))
        .forEach(each -> reasons.add(each.address() + " was not there when this was approved"));
    return reasons;
  }

  /** The provider's own backups have to be whole, and to outlive what they were made of. */
  private List<String> snapshots() {
    var reasons = new ArrayList<String>();
    Map<String, ManagedServer> servers = sources().managed();
    for (DatabasePart part : saved().document().databases()) {
      ManagedServer server = servers.get(part.key());
      if (server != null && part.managed().isPresent()) {
        reasons.addAll(snapshot(server, part.managed().get()));
      }
    }
    return reasons;
  }

  private List<String> snapshot(ManagedServer server, ManagedSnapshot snapshot) {
    var reasons = new ArrayList<String>();
    if (!server.has(snapshot)) {
      reasons.add("snapshot " + snapshot.id() + " of " + snapshot.of() + " is not whole");
    }
    if (!whole()) {
      return reasons; // the instance may be gone; that the snapshot outlived it was seen just now
    }
    Description now = server.describe();
    if (!now.instance().equals(snapshot.of())) {
      reasons.add(now.instance() + " is no longer the instance that was backed up");
    }
    if (!now.backupsSurvive()) {
      reasons.add("the snapshots of " + now.instance() + " would be deleted with it");
    }
    return reasons;
  }

  /** Half destroyed, the operator may give up what was written since: nothing can serve it. */
  private List<String> writes() {
    if (!whole() && stack.discarded()) {
      return List.of();
    }
    var reasons = new ArrayList<String>();
    Set<String> going = whole() ? new ServerLook(sources()).going() : Set.of();
    for (Database database : stack.databases()) {
      reasons.addAll(writes(database, going));
    }
    if (whole()) {
      if (!files().equals(backup.fileMark())) {
        reasons.add("somebody changed files since the final backup");
      }
    } else {
      reasons.addAll(
          ChangedFiles.more(
              workshop,
              sources(),
              saved(),
              set -> set.host().filter(host -> stack.isGone(host, remains)).isPresent()));
    }
    return reasons;
  }

  private String files() {
    return Marks.files(sources().guarded(), workshop.backups()).value();
  }

  /** Ends sessions first, so that what they wrote is counted. */
  private List<String> writes(Database database, Set<String> going) {
    return switch (database.presence()) {
      case Presence.Unknown(String why) -> List.of(why);
      case Presence.Absent(String why) ->
          whole()
              ? List.of("database " + database.endpoint() + " does not answer: " + why)
              : List.of();
      case Presence.Here(var identity) -> {
        if (!stack.isOld(database, identity)) {
          yield List.of("database " + database.endpoint() + " is not the one that was backed up");
        }
        var reasons = new ArrayList<String>();
        int sessions = database.sessions();
        if (sessions > 0) {
          reasons.add(database.endpoint() + " has " + sessions + " open sessions again");
        }
        String key = database.endpoint().key();
        stack.raise(database, quiesced.fences().getOrDefault(key, Fence.NONE));
        if (!unwritten(database, backup.marks().get(key), going)) {
          reasons.add("somebody wrote to database " + key + " since the final backup");
        }
        yield reasons;
      }
    };
  }

  /** Half destroyed, what else was on the server may be gone: then only its own mark is asked. */
  private boolean unwritten(Database database, @Nullable WriteMark then, Set<String> going) {
    if (then == null) {
      return false;
    }
    WriteMark now = Marks.of(database, going.contains(database.endpoint().key()));
    return whole() ? now.equals(then) : then.begins(now);
  }

  private Sources sources() {
    return stack.side().sources();
  }

  private SavedBackup saved() {
    return workshop.backups().backup(backup.backup());
  }

  private List<String> repository(DestroyPlan plan) {
    return new RepositoryGoes(workshop.backups().location(), workshop.backups().folder())
        .with(plan, workshop.old().state(), workshop.stack(), sources());
  }
}
