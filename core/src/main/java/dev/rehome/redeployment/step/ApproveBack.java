package dev.rehome.redeployment.step;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.plan.Agreed;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.StepResult.Approved;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.OtherInputs;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.time.Instant;

/**
 * Going back destroys a stack, too: shows which, and what it is rebuilt from; the operator types
 * the stack's name.
 */
public record ApproveBack(Workshop workshop, Run run, boolean discard) implements Step<Approved> {
  @Override
  public Class<Approved> type() {
    return Approved.class;
  }

  @Override
  public Approved run(Operations operations) {
    OtherInputs.refuse(run, workshop);
    boolean old = new OldStack(workshop, run).look() instanceof Remains.Some;
    Side side = old ? workshop.old() : workshop.fresh();
    side.changed();
    Instant until = run.clock().now().plus(Approve.VALID);
    if (side.state().empty()) {
      return new Approved("nobody, since nothing stands that could be destroyed", "", until);
    }
    DestroyPlan plan = side.infrastructure().planDestroy();
    String who = agree(plan, old);
    if (discard) {
      Discard.note(run);
    }
    return new Approved(who, plan.evidence(), until);
  }

  /** Who agreed to this plan. */
  public String agree(DestroyPlan plan, boolean old) {
    String who =
        workshop
            .approval()
            .ask(workshop.stack().name(), evidence(plan, old))
            .orElseThrow(this::notApproved);
    Agreed.note(run, plan);
    return who;
  }

  private String evidence(DestroyPlan plan, boolean old) {
    BackedUp backup = run.need(Strategies.BACK_UP, BackedUp.class);
    var text = new StringBuilder("Going back to revision " + workshop.old().revision() + "\n");
    text.append("from backup ").append(backup.backup()).append(", ");
    text.append(old ? "what is left of the old stack" : "the stack that stands").append('\n');
    text.append("is destroyed first:\n");
    plan.doomed().forEach(each -> text.append("  ").append(each.address()).append('\n'));
    text.append(
        discard
            ? "What was written to it since is discarded.\n"
            : "What was written to it since is saved in a backup of its own first.\n");
    return text.toString();
  }

  private FailureException notApproved() {
    return new FailureException(
        Failure.Kind.NOT_APPROVED,
        "going back from run " + run.id() + " destroys what stands, and waits for approval",
        Safety.NOTHING_CHANGED,
        "rehome rollback "
            + run.id()
            + " --approve "
            + workshop.stack().name()
            + "    approves it, and goes back");
  }
}
