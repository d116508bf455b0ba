package dev.rehome.redeployment.step;

import dev.rehome.backup.BackupId;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Destroyed;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.Optional;

/** Destroys what a run has built, for another revision to be built in its place. */
record MakeRoom(Workshop workshop, Run run) implements Step<Destroyed> {
  /** No plan has this digest: what goes has to be part of what was agreed to. */
  private static final String AGREED = "";

  @Override
  public Class<Destroyed> type() {
    return Destroyed.class;
  }

  @Override
  public Destroyed run(Operations operations) {
    Side side = workshop.fresh();
    side.changed();
    if (run.record().result(Strategies.CREATE.key()).isEmpty()) {
      new SaveInDoubt(workshop, run, side).whatWasNeverClosed(operations);
    }
    BackupId backup = run.need(Strategies.BACK_UP, BackedUp.class).backup();
    int resources =
        new DestroyNew(workshop, run, side, backup, Optional.empty(), Optional.of(AGREED))
            .destroy(NewStack.CLEAR, operations);
    return new Destroyed(run.clock().now(), backup, resources);
  }
}
