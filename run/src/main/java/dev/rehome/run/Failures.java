package dev.rehome.run;

import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.process.ProcessFailure;
import dev.rehome.repository.RepositoryFailure;
import dev.rehome.repository.backend.BackendException;
import java.util.List;

/** Whatever ends a step, as a failure. */
public final class Failures {
  private Failures() {}

  /** Two as one; what the operator wished, or another run's lock made, is told alone. */
  public static RuntimeException both(RuntimeException one, RuntimeException other) {
    Failure.Kind first = of(one).kind();
    Failure.Kind second = of(other).kind();
    if (first == Failure.Kind.BUSY) {
      return one;
    }
    if (first == Failure.Kind.STOPPED || second == Failure.Kind.BUSY) {
      return other;
    }
    if (second == Failure.Kind.STOPPED) {
      return one;
    }
    Failure both = of(one).also(of(other).whatHappened());
    for (String step : of(other).next()) {
      both = both.next().contains(step) ? both : both.then(step);
    }
    return new FailureException(both, one);
  }

  public static Failure of(RuntimeException e) {
    return switch (e) {
      case FailureException failure -> failure.failure();
      case StageFailedException failed -> of(failed.why());
      case RepositoryFailure failure ->
          new Failure(
              failure.reason() == RepositoryFailure.Reason.CANCELLED
                  ? Failure.Kind.STOPPED
                  : Failure.Kind.FAILED,
              failure.whatHappened(),
              new Safety.Untouched(failure.safe()),
              failure.next());
      case ProcessFailure failure ->
          new Failure(
              failure.reason() == ProcessFailure.Reason.STOPPED
                  ? Failure.Kind.STOPPED
                  : Failure.Kind.FAILED,
              failure.whatHappened(),
              new Safety.Unknown("rehome status tells how far the run is"),
              failure.next());
      case BackendException failure ->
          new Failure(
              Failure.Kind.FAILED,
              String.valueOf(failure.getMessage()),
              new Safety.Unknown("rehome status tells how far the run is"),
              List.of("see whether the repository is there and can be reached, then start again"));
      default ->
          new Failure(
              Failure.Kind.FAILED,
              String.valueOf(e.getMessage()),
              new Safety.Unknown("rehome status tells how far the run is"),
              List.of("start again with REHOME_TRACE=1 to see where it happened"));
    };
  }
}
