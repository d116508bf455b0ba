package dev.rehome.localcloud.fault;

/** How a call, or the work of an operation, goes wrong. */
public sealed interface Fault {
  /** Refused with this status; nothing is done. An operation ends with this reason as its error. */
  record Fail(int status, String reason) implements Fault {}

  /** Done, but late. */
  record Delay(long milliseconds) implements Fault {}

  /** Done, but the connection ends before the answer. */
  record Lost() implements Fault {}

  /** Done and said to be well, but some rows are missing: only of a restore. */
  record Damage() implements Fault {}
}
