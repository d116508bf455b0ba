package dev.rehome.redeployment.look;

import dev.rehome.infrastructure.RepositoryInside;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.LastLook;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.plan.Agreed;
import dev.rehome.redeployment.plan.Anew;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The last look before what a run built is destroyed: is it that, and nothing else, and is all that
 * anybody wrote to it in a proven backup?
 *
 * @param stack what is destroyed
 * @param kept the backup that was made of it, if it was needed; or that none is wanted
 * @param approved digest of what the operator agreed to; none where the run clears its own ruins
 */
public record LookAtNew(
    Workshop workshop,
    Run run,
    OldStack old,
    Side side,
    NewStack stack,
    Optional<Kept> kept,
    Optional<String> approved,
    Supplier<Instant> now)
    implements LastLook {
  @Override
  public Seen look(DestroyPlan plan) {
    side.changed();
    Map<Question, List<String>> against =
        Map.of(
            Question.STACK, LookAgain.looked(() -> stack(plan)),
            Question.CONSENT, LookAgain.looked(() -> consent(plan)),
            Question.WRITES, LookAgain.looked(this::writes),
            Question.BACKUP, List.of(), // what it rests on is the proof that the permit is made of
            Question.REPOSITORY, LookAgain.looked(() -> repository(plan)));
    return new Seen(plan.digest(), now.get(), against);
  }

  private List<String> stack(DestroyPlan plan) {
    var reasons = new ArrayList<String>();
    reasons.addAll(Belonging.reasons(run, plan.lineage()));
    switch (old.look()) {
      case Remains.Nothing nothing -> {}
      case Remains.Whole whole -> reasons.add("the old stack stands, all of it");
      case Remains.Some(List<String> left, int of) ->
          left.forEach(each -> reasons.add(each + " is still the old stack's"));
      case Remains.Unknown(String why) ->
          reasons.add("whether the old stack is gone cannot be looked at: " + why);
    }
    reasons.addAll(stack.strangers(old));
    reasons.addAll(stack.bystanders());
    return reasons;
  }

  private List<String> repository(DestroyPlan plan) {
    return RepositoryInside.of(workshop.backups().location(), workshop.backups().folder())
        .reasons(side.state(), plan.doomed(), List.of());
  }

  private List<String> consent(DestroyPlan plan) {
    if (approved.isEmpty()) {
      return Building.others(run, plan);
    }
    boolean nothing = plan.doomed().isEmpty(); // by its state something stands, and it is gone
    return !nothing && !approved.get().equals(plan.evidence()) && !Agreed.includes(run, plan)
        ? List.of("what would be destroyed is no longer what was approved")
        : List.of();
  }

  private List<String> writes() {
    return Discard.wanted(run) || kept.filter(Kept::discarded).isPresent()
        ? List.of()
        : kept.map(stack::writesSince).orElseGet(this::writesToRuins);
  }

  /** What is built once more was closed, and restored into. */
  private List<String> writesToRuins() {
    return Anew.of(run).isPresent() ? stack.writesSinceLeft() : stack.writes();
  }
}
