package dev.rehome.process;

import java.nio.file.Path;
import java.time.Duration;

/** Runs commands and jobs: for real, or in tests in memory. */
public interface Processes {
  /**
   * Runs a command to its end.
   *
   * @throws ProcessFailure if it does not end within the limit, or the operator wishes to stop
   */
  Finished run(Command command, Duration limit);

  /** The job that has this folder; nothing is done yet. */
  Job job(Path folder);
}
