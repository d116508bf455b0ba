package dev.rehome.world;

/** What goes wrong at a call to a port, or at an effect of a job. */
public enum Strike {
  /** The program is killed before anything happens. */
  KILL_BEFORE,
  /** The program is killed half way, where there is a half way. */
  KILL_WITHIN,
  /** The program is killed when it has happened. */
  KILL_AFTER,
  /** Nothing happens, and an error is told. */
  FAIL,
  /** The same, after a long time. */
  HANG,
  /** It happens, and an error is told. */
  LOSE,
  /** The operator presses Ctrl-C. */
  STOP,
  /** The job is killed before this effect; how far it came nobody knows. */
  JOB_KILLED,
  /** The job is killed, and what it had started goes on for a while. */
  JOB_LINGERS,
  /** The job is killed when it has acted and has not written that down. */
  JOB_KILLED_WITHIN,
  /** The job ends with exit code 1 before this effect. */
  JOB_FAILS,
  /** The job acts, does not write that down, and ends with exit code 1. */
  JOB_LOSES,
  /** The effect is passed over: the job succeeds without it. */
  JOB_SKIPS;

  boolean ofJob() {
    return name().startsWith("JOB_");
  }
}
