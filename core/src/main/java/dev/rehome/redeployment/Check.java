package dev.rehome.redeployment;

import dev.rehome.redeployment.StepResult.Checked;

/** Everything a run would trip over, looked at before anything changes. */
record Check(Workshop workshop, Readiness readiness) implements Step<Checked> {
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
    Readiness.Report report = readiness.look();
    report.warnings().forEach(warning -> operations.says("warning: " + warning));
    report.refuse();
    return new Checked(
        report.warnings(),
        report.destroyPlan().orElseThrow().digest(),
        report.destroyPlan().orElseThrow().doomed().stream()
            .map(
                doomed ->
                    doomed.address()
                        + " ("
                        + doomed.fate().name().toLowerCase(java.util.Locale.ROOT)
                        + ")")
            .toList());
  }
}
