package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.redeployment.look.InDoubt;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import java.util.List;
import java.util.Map;

/**
 * Saves a new stack to which others may have written while another machine migrated it: what that
 * migration left is undone, and must not take their writes along.
 */
public record SaveInDoubt(Workshop workshop, Run run) {
  public void save() {
    List<String> doubts = new NewStack(workshop, run, workshop.fresh()).doubts();
    if (!doubts.isEmpty()) {
      String why = String.join("; ", doubts);
      run.listener().says("saving it first: " + why);
      Kept kept = saved();
      new InDoubt(told(why, kept), kept).note(run);
    }
  }

  private Kept saved() {
    var saving = new SavingNew(workshop, run, Map.of());
    Kept kept =
        saving.save(BackupId.at(run.clock().now()), saving.marks()).orElseThrow(saving::changed);
    new ProveKept(workshop, run, kept).run(Operations.toTheEnd(run, "save in doubt"));
    return kept;
  }

  private String told(String why, Kept kept) {
    BackupId before = run.need(Strategies.BACK_UP, BackedUp.class).backup();
    BackupId then = kept.backup().orElseThrow();
    return String.format(
        "%s: backup %s has all that was there, and rehome diff %s %s shows what that was",
        why, then, before, then);
  }
}
