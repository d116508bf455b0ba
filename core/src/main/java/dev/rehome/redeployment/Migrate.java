package dev.rehome.redeployment;

import dev.rehome.failure.FailureException;
import dev.rehome.redeployment.StepResult.Migrated;

/**
 * Runs the application's own migrations. One that fails may leave a half-migrated database, so the
 * restored state is void then: what resumes restores it first.
 */
record Migrate(Workshop workshop, Run run, Side side) implements Step<Migrated> {
  @Override
  public Stage stage() {
    return Stage.MIGRATE;
  }

  @Override
  public Class<Migrated> type() {
    return Migrated.class;
  }

  @Override
  public Migrated run(Operations operations) {
    try {
      TaskRunning.run("migrate", workshop.stack().migrate(), side, operations, false);
    } catch (FailureException e) {
      if (!run.stopWished()) {
        run.forget(Stage.RESTORE_FILES);
      }
      throw e;
    }
    return new Migrated(workshop.stack().migrate().size());
  }
}
