package dev.rehome.redeployment;

import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.DestroyPlan;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.DestroyPermit;
import dev.rehome.proof.ProvenBackup;
import dev.rehome.proof.Prover;
import dev.rehome.redeployment.StepResult.Approved;
import dev.rehome.redeployment.StepResult.BackedUp;
import dev.rehome.redeployment.StepResult.Destroyed;
import dev.rehome.redeployment.StepResult.Quiesced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Destroys the old stack: after the last look, with a permit, and looks for leftovers. */
record Destroy(Workshop workshop, Run run, Quiesced quiesced, BackedUp backup, Approved approved)
    implements Step<Destroyed> {
  static final String OPERATION = "destroy";

  @Override
  public Stage stage() {
    return Stage.DESTROY;
  }

  @Override
  public Class<Destroyed> type() {
    return Destroyed.class;
  }

  @Override
  public Destroyed run(Operations operations) {
    Side old = workshop.old();
    Infrastructure infrastructure = old.infrastructure();
    boolean begun = operations.begun(OPERATION);
    List<Database> databases = begun ? List.of() : old.sources().restored();
    int resources = begun ? 0 : old.standing().resources().size();
    Optional<Finished> finished =
        operations.run(OPERATION, () -> destroying(begun), infrastructure::tells);
    old.changed();
    if (!old.state().empty()) {
      if (finished.isEmpty()) {
        return run(operations); // it was killed: what is left is planned and destroyed anew
      }
      throw new FailureException(
          Failure.Kind.FAILED,
          "destroying the old stack stopped half way: "
              + infrastructure.reason(finished.get())
              + "; "
              + old.state().resources().size()
              + " resources are left",
          Safety.NOTHING_CHANGED,
          "what it printed: " + operations.log(OPERATION));
    }
    refuseLeftovers(databases);
    return new Destroyed(Instant.now(), backup.backup(), resources);
  }

  private Command destroying(boolean begun) {
    SavedBackup saved = workshop.repository().backup(backup.backup());
    ProvenBackup proven =
        workshop
            .prover()
            .recall(saved)
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.NOT_READY,
                        "backup " + saved.id() + " has no proof in the repository",
                        new Safety.Standing("nothing was destroyed"),
                        "rehome prove " + saved.id()));
    DestroyPlan plan = workshop.old().infrastructure().planDestroy();
    DestroyPermit permit =
        Prover.permit(proven, new LookAgain(workshop, plan, quiesced, backup, approved, begun));
    StateCopies.keep(workshop, run);
    return workshop.old().infrastructure().destroying(plan, permit);
  }

  /** A database that answers after all was destroyed means that something was left running. */
  private static void refuseLeftovers(List<Database> databases) {
    var left = new ArrayList<String>();
    for (Database database : databases) {
      if (answers(database)) {
        left.add("database server of " + database.endpoint() + " still answers");
      }
    }
    if (!left.isEmpty()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "destroying succeeded and left things behind: the " + String.join(", the ", left),
          Safety.NOTHING_CHANGED,
          "remove what was left, then rehome resume",
          "what outlives the stack on purpose is declared kept: true in the stack file");
    }
  }

  private static boolean answers(Database database) {
    try {
      return database.identity().server() != 0;
    } catch (FailureException e) {
      return false; // it is gone, as it should be
    }
  }
}
