package dev.rehome.cli.terminal;

import dev.rehome.failure.Failure;
import dev.rehome.failure.Safety;
import dev.rehome.repository.RepositoryFailure;
import java.util.Optional;

/**
 * The exit codes, which scripts rely on: documented in docs/guide/exit-codes.md, and never given a
 * new meaning.
 */
public enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "failed"),
  USAGE(2, "the command cannot be carried out as given; nothing was changed"),
  INCOMPLETE(
      3,
      "done, but some files could not be backed up or restored as they should be; each is named"),
  DAMAGED(4, "the repository is damaged; what is damaged is named"),
  DIFFERENT(5, "compared, and found different (diff, restore --verify)"),
  NO_REPOSITORY(10, "there is no repository at the location"),
  LOCKED(11, "the repository is locked by another process"),
  WRONG_PASSWORD(12, "the password opens none of the repository's keys"),
  TOO_NEW(13, "the repository's format is newer than this program"),
  CONFLICT(14, "the target has things of another type than the snapshot; nothing was written"),
  NOT_READY(20, "something stands in the way of it; each is named, and nothing was changed"),
  BUSY(
      21,
      "another run of the same stack is on, or what this one began on another machine may be at"
          + " work"),
  NOT_APPROVED(22, "the run waits for approval; nothing was changed"),
  LOST(23, "state came back other than it was saved, or would be lost; what differs is named"),
  HELD(24, "the old stack is destroyed and the new one closed; resume or roll back"),
  STOPPED(130, "stopped by Ctrl-C");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }

  /** Some codes promise that nothing was changed, which is for what is safe now to tell. */
  static ExitCode of(Failure failure) {
    return switch (failure.kind()) {
      case BAD_INPUT -> changed(failure.safe()).orElse(USAGE);
      case NOT_READY -> changed(failure.safe()).orElse(NOT_READY);
      case NOT_APPROVED -> changed(failure.safe()).orElse(NOT_APPROVED);
      case LOST -> LOST;
      case BUSY -> BUSY;
      case STOPPED -> STOPPED;
      case FAILED -> changed(failure.safe()).orElse(FAILED);
    };
  }

  /** The code of a failure that comes after something was changed. */
  private static Optional<ExitCode> changed(Safety safe) {
    return switch (safe) {
      case Safety.Untouched untouched -> Optional.empty();
      case Safety.Standing standing -> Optional.of(FAILED);
      case Safety.Unknown unknown -> Optional.of(FAILED);
      case Safety.Destroyed destroyed -> Optional.of(HELD);
    };
  }

  static ExitCode of(RepositoryFailure.Reason reason) {
    return switch (reason) {
      case BAD_INPUT -> USAGE;
      case NO_REPOSITORY -> NO_REPOSITORY;
      case WRONG_PASSWORD -> WRONG_PASSWORD;
      case LOCKED -> LOCKED;
      case TOO_NEW -> TOO_NEW;
      case DAMAGED -> DAMAGED;
      case CONFLICT -> CONFLICT;
      case CANCELLED -> STOPPED;
      case FAILED -> FAILED;
    };
  }
}
