package dev.rehome.redeployment.step;

import dev.rehome.redeployment.look.InDoubt;
import dev.rehome.redeployment.plan.StepResult.Closed;
import dev.rehome.redeployment.report.RunReport;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.ArrayList;

/** The report, and leave of what the run no longer needs. */
record Close(Workshop workshop, Run run, Side side) implements Step<Closed> {
  @Override
  public Class<Closed> type() {
    return Closed.class;
  }

  @Override
  public Closed run(Operations operations) {
    var warnings = new ArrayList<String>();
    if (!side.infrastructure().planCreate().empty()) {
      warnings.add("the infrastructure is not quite what the revision describes: plan it");
    }
    warnings.addAll(InDoubt.told(run.entries()));
    warnings.forEach(run.listener()::warns);
    workshop.scratch().discard(workshop.scratchFolder());
    return new Closed(RunReport.write(workshop, run), warnings);
  }
}
