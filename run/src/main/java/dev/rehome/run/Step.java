package dev.rehome.run;

/**
 * One step. It may be run again after a kill, from its beginning: what has an effect outside of
 * this program goes through {@link Operations}, which adopts what is under way instead of doing it
 * twice.
 */
public interface Step<R extends Result> {
  Class<R> type();

  R run(Operations operations);
}
