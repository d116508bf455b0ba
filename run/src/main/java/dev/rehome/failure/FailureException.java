package dev.rehome.failure;

/** Carries a {@link Failure} from where the fact is known to where it is shown. */
public class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  public FailureException(Failure failure) {
    super(failure.whatHappened());
    this.failure = failure;
  }

  public FailureException(Failure failure, Throwable cause) {
    super(failure.whatHappened(), cause);
    this.failure = failure;
  }

  public FailureException(Failure.Kind kind, String whatHappened, Safety safe, String... next) {
    this(new Failure(kind, whatHappened, safe, java.util.List.of(next)));
  }

  public Failure failure() {
    return failure;
  }
}
