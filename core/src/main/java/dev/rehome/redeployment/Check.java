package dev.rehome.redeployment;

import dev.rehome.redeployment.StepResult.Checked;
import java.nio.file.Path;
import java.util.Locale;

/** Everything a run would trip over, looked at before anything changes. */
record Check(Workshop workshop, Path temporary) implements Step<Checked> {
  @Override
  public Stage stage() {
    return Stage.CHECK;
  }

  @Override
  public Class<Checked> type() {
    return Checked.class;
  }

  @Override
  public Checked run(Operations operations) {
    var readiness =
        new Readiness(
            workshop.stack(),
            workshop.revisions(),
            workshop.scratch(),
            temporary,
            workshop.scratchFolder());
    readiness.old(workshop.old());
    readiness.fresh(workshop.fresh());
    readiness.attempt(() -> readiness.repository(workshop.repository()));
    Readiness.Report report = readiness.report();
    report.warnings().forEach(warning -> operations.says("warning: " + warning));
    report.refuse();
    return new Checked(
        report.warnings(),
        report.destroyPlan().orElseThrow().digest(),
        report.destroyPlan().orElseThrow().doomed().stream()
            .map(
                doomed ->
                    doomed.address() + " (" + doomed.fate().name().toLowerCase(Locale.ROOT) + ")")
            .toList());
  }
}
