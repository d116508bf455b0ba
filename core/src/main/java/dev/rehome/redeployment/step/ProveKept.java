package dev.rehome.redeployment.step;

import dev.rehome.redeployment.plan.StepResult;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.StepResult.Proven;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.nio.file.Path;

/** Going back, proves the backup of what was written to the new stack. */
record ProveKept(Workshop workshop, Run run, Kept kept) implements Step<Proven> {
  @Override
  public Class<Proven> type() {
    return Proven.class;
  }

  @Override
  public Proven run(Operations operations) {
    if (kept.backup().isEmpty()) {
      return new Proven(
          run.need(Strategies.BACK_UP, StepResult.BackedUp.class).backup(), false, kept.summary());
    }
    // The proof of the final backup keeps its servers: the certificate compares with them.
    Path folder =
        workshop.scratchFolder().resolveSibling(workshop.scratchFolder().getFileName() + "-kept");
    try {
      return new Prove(workshop, kept.backup().get(), folder).run(operations);
    } finally {
      workshop.scratch().discard(folder);
    }
  }
}
