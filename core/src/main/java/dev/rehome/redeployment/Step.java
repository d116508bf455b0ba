package dev.rehome.redeployment;

/**
 * One step. It may be run again after a kill, from its beginning: what has an effect outside of
 * this program goes through {@link Operations}, which adopts what is under way instead of doing it
 * twice.
 */
interface Step<R extends StepResult> {
  Stage stage();

  Class<R> type();

  R run(Operations operations);
}
