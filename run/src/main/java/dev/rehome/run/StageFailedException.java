package dev.rehome.run;

import java.util.List;

/** Says in which stages a run failed; the cause is why. */
public final class StageFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Stage> stages;
  private final RuntimeException why;

  StageFailedException(List<Stage> stages, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.stages = List.copyOf(stages);
    this.why = cause;
  }

  /** The first one that failed. */
  public Stage stage() {
    return stages.getFirst();
  }

  /** Why. */
  public RuntimeException why() {
    return why;
  }
}
