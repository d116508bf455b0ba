package dev.rehome.run;

import dev.rehome.repository.progress.Meter;

/** Told how work comes along. */
@FunctionalInterface
public interface WorkListener {
  /** What begins now, in a sentence for the operator. */
  void says(String text);

  /** A meter for what begins now, which is counted in it. */
  default Meter meter() {
    return new Meter();
  }
}
