package dev.rehome.redeployment.step;

import dev.rehome.proof.DestroyPlan;
import dev.rehome.redeployment.check.Readiness;
import dev.rehome.redeployment.look.StateCopies;
import dev.rehome.redeployment.plan.StepResult.Checked;
import dev.rehome.redeployment.workshop.Inputs;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Operations;
import dev.rehome.run.Run;
import dev.rehome.run.Step;
import java.util.Locale;

/** Everything a run would trip over, looked at before anything changes. */
record Check(Workshop workshop, Run run) implements Step<Checked> {
  @Override
  public Class<Checked> type() {
    return Checked.class;
  }

  @Override
  public Checked run(Operations operations) {
    StateCopies.keep(workshop, run); // from here on another machine may have to go on
    Inputs.note(run, workshop);
    Readiness.Report report = workshop.looking().look(workshop.old(), workshop.fresh());
    report.warnings().forEach(warning -> operations.says("warning: " + warning));
    report.later().forEach(open -> operations.says("only the new stack can answer: " + open));
    report.refuse();
    DestroyPlan plan = report.destroyPlan().orElseThrow();
    return new Checked(
        report.warnings(),
        plan.evidence(),
        plan.doomed().stream()
            .map(
                doomed ->
                    doomed.address() + " (" + doomed.fate().name().toLowerCase(Locale.ROOT) + ")")
            .toList(),
        report.later());
  }
}
