package dev.rehome.cli.terminal;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.process.ProcessFailure;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Turns whatever ended a command into a failure that says what happened, what is safe, and what to
 * do next.
 */
public final class Failures {
  private Failures() {}

  public static Message of(Throwable thrown) {
    return switch (thrown) {
      case FailureException e -> of(e.failure());
      default -> of(below(thrown));
    };
  }

  private static Message of(Failure failure) {
    return new Message(
        ExitCode.of(failure), failure.whatHappened(), failure.safe().text(), failure.next());
  }

  private static Message of(RepositoryFailure failure) {
    return new Message(
        ExitCode.of(failure.reason()), failure.whatHappened(), failure.safe(), failure.next());
  }

  private static RepositoryFailure below(Throwable thrown) {
    return switch (thrown) {
      case RepositoryFailure failure -> failure;
      case BackendException e -> backend(e);
      case ProcessFailure e ->
          new RepositoryFailure(
              e.reason() == ProcessFailure.Reason.STOPPED
                  ? RepositoryFailure.Reason.CANCELLED
                  : RepositoryFailure.Reason.FAILED,
              e.whatHappened(),
              "the repository is valid; only whole files are ever put into it",
              e.next().isEmpty() ? List.of("the same command again starts anew") : e.next());
      case UncheckedIOException e ->
          failed(String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
      case OutOfMemoryError e ->
          new RepositoryFailure(
              RepositoryFailure.Reason.FAILED,
              "there was not enough memory",
              "the repository is valid; only whole files are ever put into it",
              "give the program more memory: REHOME_JAVA_OPTIONS=-Xmx2g");
      default -> unexpected(thrown);
    };
  }

  private static RepositoryFailure backend(BackendException e) {
    List<String> next =
        switch (e.kind()) {
          case FULL -> List.of("make room, and start again: what was stored is kept");
          case DENIED -> List.of("check the rights, or the credentials, that this needs");
          case TRANSIENT ->
              List.of(
                  "see that the place can be reached, and start again: what was stored is kept");
          case ABSENT ->
              List.of(
                  "see that LOCATION is the place you mean, and that its bucket is there",
                  "rehome repository check LOCATION    says whether anything is damaged");
          case PERMANENT ->
              List.of("rehome repository check LOCATION    says whether anything is damaged");
        };
    return new RepositoryFailure(
        RepositoryFailure.Reason.FAILED,
        String.valueOf(e.getMessage()),
        "the repository is valid; nothing that a snapshot needs was removed",
        next);
  }

  private static RepositoryFailure failed(String what) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.FAILED,
        what,
        "the repository is valid; only whole files are ever put into it",
        "put that right, and start again");
  }

  private static RepositoryFailure unexpected(Throwable thrown) {
    return new RepositoryFailure(
        RepositoryFailure.Reason.FAILED,
        "a mistake in Rehome itself: " + thrown.getMessage(),
        "the repository is valid; only whole files are ever put into it",
        "start again with REHOME_TRACE=1 to see where it happened, and report that");
  }
}
