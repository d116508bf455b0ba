package dev.rehome.redeployment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The steps of a redeployment, in their order, and what a failure in each leads to. */
public enum Stage {
  CHECK(Edge.STOP),
  STAGE(Edge.STOP),
  PROVE(Edge.STOP),
  APPROVE(Edge.STOP),
  QUIESCE(Edge.REOPEN),
  BACK_UP(Edge.REOPEN),
  PROVE_AGAIN(Edge.REOPEN),
  /** Reopens as long as nothing was destroyed. */
  DESTROY(Edge.REOPEN),
  CREATE(Edge.HOLD),
  RESTORE_FILES(Edge.HOLD),
  RESTORE_DATABASE(Edge.HOLD),
  MIGRATE(Edge.HOLD),
  CERTIFY(Edge.HOLD),
  OPEN(Edge.HOLD),
  CLOSE(Edge.WARN);

  /** What a failure leads to. */
  public enum Edge {
    /** Nothing has to be undone. */
    STOP,
    /** What was done since quiesce is void; the old stack serves again. */
    REOPEN,
    /** Everything stays closed until it is resumed or rolled back. */
    HOLD,
    /** The redeployment is done all the same. */
    WARN
  }

  private static final String ROLLBACK = "rollback: ";

  private final Edge edge;

  Stage(Edge edge) {
    this.edge = edge;
  }

  public Edge edge() {
    return edge;
  }

  /** As the operator reads it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** As the journal names it, in the tail that goes back to the old revision or not. */
  String key(boolean rollingBack) {
    return rollingBack ? ROLLBACK + word() : word();
  }

  /** All keys, in the order in which they can happen. */
  public static List<String> order() {
    return Stream.of(false, true)
        .flatMap(back -> Arrays.stream(values()).map(stage -> stage.key(back)))
        .toList();
  }
}
