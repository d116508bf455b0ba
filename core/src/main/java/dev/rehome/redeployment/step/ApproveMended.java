package dev.rehome.redeployment.step;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.redeployment.plan.Agreed;
import dev.rehome.redeployment.plan.Mending;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Run;
import java.util.Optional;

/**
 * Looks at the revision that a run is to go on with, and shows what has to be destroyed to make
 * room for what it builds; the operator types the stack's name. Nothing is written down before.
 *
 * @param whole whether all of what the run has built stands
 */
public record ApproveMended(Workshop workshop, Run run, String commit, boolean whole) {
  /** What was agreed to. */
  public Answer ask() {
    String inputs = workshop.mended().side(commit, whole).infrastructure().inputs();
    OtherInputs.refuse(run, workshop, command()); // after that: what changes later is noticed
    Side side = workshop.fresh();
    side.changed();
    if (side.state().empty()) {
      String nobody = "nobody, since nothing stands that could be destroyed";
      return new Answer(new Mending(commit, inputs, nobody), Optional.empty());
    }
    DestroyPlan plan = side.infrastructure().planDestroy();
    return new Answer(new Mending(commit, inputs, agree(plan)), Optional.of(plan));
  }

  /**
   * What the operator agreed to.
   *
   * @param destroys what goes for it; empty if nothing stands
   */
  public record Answer(Mending mending, Optional<DestroyPlan> destroys) {
    /** Writes it down; what ends before that may void what was noted. */
    public void note(Run run) {
      destroys.ifPresent(plan -> Agreed.note(run, plan));
      mending.note(run);
    }
  }

  private String agree(DestroyPlan plan) {
    if (!plan.problems().isEmpty()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "what was built cannot be destroyed: " + String.join("; ", plan.problems()),
          Safety.NOTHING_CHANGED,
          "put that right, then " + command());
    }
    return workshop
        .approval()
        .ask(workshop.stack().name(), evidence(plan))
        .orElseThrow(this::notApproved);
  }

  private String command() {
    return OtherInputs.resume(run) + " --revision " + commit;
  }

  private String evidence(DestroyPlan plan) {
    var text = new StringBuilder("Going on with revision " + commit + "\nfrom backup ");
    text.append(run.need(Strategies.BACK_UP, BackedUp.class).backup());
    text.append(", what was built of revision ").append(workshop.fresh().revision());
    text.append("\nis destroyed first:\n");
    plan.doomed().forEach(each -> text.append("  ").append(each.address()).append('\n'));
    return text.toString();
  }

  private FailureException notApproved() {
    return new FailureException(
        Failure.Kind.NOT_APPROVED,
        "going on with revision "
            + commit
            + " destroys what this run has built, and waits for approval",
        Safety.NOTHING_CHANGED,
        command()
            + " --approve "
            + workshop.stack().name()
            + "    approves it, and goes on with that revision",
        "rehome rollback " + run.id() + "    brings the old revision back from the backup");
  }
}
