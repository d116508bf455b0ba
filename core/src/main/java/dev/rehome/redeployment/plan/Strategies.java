package dev.rehome.redeployment.plan;

import dev.rehome.run.Edge;
import dev.rehome.run.Plan;
import dev.rehome.run.Plans;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import java.util.List;
import java.util.Optional;

/**
 * The orders in which a stack is replaced, each a plan: what is done, what runs side by side, what
 * a failure leads to and what it voids. Journals name stages by their keys, so these stay.
 */
public final class Strategies {
  private static final String BACK = "rollback: ";

  private Strategies() {}

  public static final Stage CHECK = Stage.of("check", Edge.STOP);
  public static final Stage STAGE = Stage.of("stage", Edge.STOP);
  public static final Stage PROVE = Stage.of("prove", Edge.STOP);
  public static final Stage APPROVE = Stage.of("approve", Edge.STOP);
  public static final Stage QUIESCE = Stage.of("quiesce", Edge.REOPEN);
  public static final Stage BACK_UP = Stage.of("back up", Edge.REOPEN);
  public static final Stage PROVE_AGAIN = Stage.of("prove again", Edge.REOPEN);

  /** Reopens as long as all of the old stack is there, and holds from then on. */
  public static final Stage DESTROY = Stage.of("destroy", Edge.REOPEN);

  public static final Stage CREATE = Stage.of("create", Edge.HOLD);
  public static final Stage RESTORE_FILES = Stage.of("restore files", Edge.HOLD);
  public static final Stage RESTORE_DATABASE = Stage.of("restore database", Edge.HOLD).besides();
  public static final Stage MIGRATE = Stage.of("migrate", Edge.HOLD).voiding(RESTORE_FILES);
  public static final Stage CERTIFY = Stage.of("certify", Edge.HOLD);
  public static final Stage OPEN = Stage.of("open", Edge.HOLD);
  static final Stage CLOSE = Stage.of("close", Edge.WARN);

  /** The runbook's order: save, prove, destroy, build, bring back. */
  public static final Plan REPLACE =
      new Plan(
          "replace",
          List.of(
              CHECK,
              STAGE,
              PROVE,
              APPROVE,
              QUIESCE,
              BACK_UP,
              PROVE_AGAIN,
              DESTROY,
              CREATE,
              RESTORE_FILES,
              RESTORE_DATABASE,
              MIGRATE,
              CERTIFY,
              OPEN,
              CLOSE));

  public static final Stage MEND_DESTROY =
      new Stage("mend: destroy", "destroy", Edge.HOLD, false, Optional.empty());

  /**
   * Where the first plan cannot go on with what it builds: once the operator agreed, that is
   * destroyed, and the first plan goes on from creating, with another revision.
   */
  public static final Plan MEND = new Plan("mend", List.of(MEND_DESTROY));

  public static final Stage BACK_APPROVE = back("approve", Edge.STOP);
  public static final Stage BACK_QUIESCE = back("quiesce", Edge.REOPEN);
  public static final Stage BACK_BACK_UP = back("back up", Edge.REOPEN);
  public static final Stage BACK_PROVE = back("prove", Edge.REOPEN);
  public static final Stage BACK_DESTROY = back("destroy", Edge.HOLD);
  public static final Stage BACK_CREATE = back("create", Edge.HOLD);
  static final Stage BACK_RESTORE_FILES = back("restore files", Edge.HOLD);
  static final Stage BACK_RESTORE_DATABASE = back("restore database", Edge.HOLD).besides();
  static final Stage BACK_CERTIFY = back("certify", Edge.HOLD);
  public static final Stage BACK_OPEN = back("open", Edge.HOLD);
  static final Stage BACK_CLOSE = back("close", Edge.WARN);

  /**
   * From wherever the first plan stands, once something was destroyed: what users wrote to the new
   * stack is saved, what stands is destroyed, and the old revision is built from the final backup.
   */
  public static final Plan ROLL_BACK =
      new Plan(
          "roll back",
          List.of(
              BACK_APPROVE,
              BACK_QUIESCE,
              BACK_BACK_UP,
              BACK_PROVE,
              BACK_DESTROY,
              BACK_CREATE,
              BACK_RESTORE_FILES,
              BACK_RESTORE_DATABASE,
              BACK_CERTIFY,
              BACK_OPEN,
              BACK_CLOSE));

  public static final Plans ALL = Plans.of(REPLACE, MEND, ROLL_BACK);

  /** What a stage is called in whichever plan it is. */
  public static String wordOf(String key) {
    return ALL.stage(key).map(Stage::word).orElse(key);
  }

  private static Stage back(String word, Edge edge) {
    return new Stage(BACK + word, word, edge, false, Optional.empty());
  }

  /** Whether a run makes room for another revision. */
  public static boolean mends(Run run) {
    return run.record().plan().equals(MEND);
  }

  /** Whether a run is on its way back. */
  public static boolean goesBack(Run run) {
    return run.record().plan().equals(ROLL_BACK);
  }

  /** The stage of the tail that both plans share: to the new revision, or back to the old one. */
  public static Stage of(Stage stage, boolean back) {
    return back ? ROLL_BACK.stage(BACK + stage.key()).orElseThrow() : stage;
  }
}
