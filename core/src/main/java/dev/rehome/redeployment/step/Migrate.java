package dev.rehome.redeployment.step;

import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.plan.StepResult.Migrated;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.side.TaskRunning;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;

/**
 * Runs the application's own migrations. One that fails may leave a half-migrated database, so the
 * plan voids the restored state then: what resumes restores it first.
 */
record Migrate(Workshop workshop, Run run, Side side) implements Step<Migrated> {
  @Override
  public Class<Migrated> type() {
    return Migrated.class;
  }

  @Override
  public Migrated run(Operations operations) {
    var stack = new NewStack(workshop, run, side);
    if (!run.isUnderWay(Strategies.MIGRATE)) { // else it may write right now
      stack.noteLeft();
      stack.noteUsed();
    }
    TaskRunning.run("migrate", workshop.stack().migrate(), side, operations, false);
    if (!workshop.stack().migrate().isEmpty()) {
      stack.noteWritten();
    }
    return new Migrated(workshop.stack().migrate().size());
  }
}
