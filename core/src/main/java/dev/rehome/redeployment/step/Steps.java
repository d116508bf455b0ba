package dev.rehome.redeployment.step;

import dev.rehome.backup.SavedBackup;
import dev.rehome.redeployment.plan.Anew;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.StepResult.Approved;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Checked;
import dev.rehome.redeployment.plan.StepResult.Closing;
import dev.rehome.redeployment.plan.StepResult.DatabasesRestored;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.StepResult.Opened;
import dev.rehome.redeployment.plan.StepResult.Quiesced;
import dev.rehome.redeployment.plan.StepResult.Staged;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import dev.rehome.run.Step;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is done in each stage of the plans, with the results of those before it. */
public final class Steps {
  /** How the operator wants it to go on. */
  public record Wishes(boolean acceptLost, RestoreFrom restoreFrom, boolean discard) {}

  private final Run run;
  private final Workshop workshop;
  private final Wishes wishes;
  private final Map<Stage, Supplier<Step<?>>> forth;

  public Steps(Run run, Workshop workshop, Wishes wishes) {
    this.run = run;
    this.workshop = workshop;
    this.wishes = wishes;
    this.forth =
        Map.ofEntries(
            Map.entry(Strategies.CHECK, () -> new Check(workshop, run)),
            Map.entry(Strategies.STAGE, () -> new StageBackup(workshop, run)),
            Map.entry(
                Strategies.PROVE,
                () -> new Prove(workshop, staged().backup(), workshop.scratchFolder())),
            Map.entry(
                Strategies.APPROVE,
                () ->
                    new Approve(
                        workshop,
                        run,
                        run.need(Strategies.CHECK, Checked.class),
                        staged().backup())),
            Map.entry(Strategies.QUIESCE, () -> new Quiesce(workshop, run)),
            Map.entry(
                Strategies.BACK_UP,
                () -> new FinalBackup(workshop, run, quiesced(), wishes.restoreFrom())),
            Map.entry(
                Strategies.PROVE_AGAIN,
                () -> new Prove(workshop, backedUp().backup(), workshop.scratchFolder())),
            Map.entry(
                Strategies.DESTROY,
                () ->
                    new Destroy(
                        workshop,
                        run,
                        quiesced(),
                        backedUp(),
                        run.need(Strategies.APPROVE, Approved.class))),
            Map.entry(Strategies.MIGRATE, () -> new Migrate(workshop, run, workshop.fresh())),
            Map.entry(Strategies.MEND_DESTROY, () -> new MakeRoom(workshop, run)),
            Map.entry(
                Strategies.BACK_APPROVE, () -> new ApproveBack(workshop, run, wishes.discard())),
            Map.entry(Strategies.BACK_QUIESCE, () -> new CloseNew(workshop, run)),
            Map.entry(Strategies.BACK_BACK_UP, () -> new KeepNew(workshop, run, closing())),
            Map.entry(Strategies.BACK_PROVE, () -> new ProveKept(workshop, run, kept())),
            Map.entry(
                Strategies.BACK_DESTROY,
                () ->
                    new DestroyStanding(
                        workshop, run, run.need(Strategies.BACK_APPROVE, Approved.class), kept())));
  }

  /** Called when all stages before it are done. */
  public Step<?> of(Stage stage) {
    Supplier<Step<?>> own = forth.get(stage);
    if (own != null) {
      return own.get();
    }
    boolean back = Strategies.ROLL_BACK.stage(stage.key()).isPresent();
    return shared(stage, back, back ? workshop.old() : workshop.fresh());
  }

  /** The tail that builds a revision from the final backup, the new one or the old one. */
  private Step<?> shared(Stage stage, boolean back, Side side) {
    return switch (stage.word()) {
      case "create" -> new Create(workshop, run, side, Anew.of(run).isPresent());
      case "restore files" -> new RestoreFiles(workshop, run, side, saved());
      case "restore database" ->
          new RestoreDatabases(workshop, run, side, saved(), wishes.restoreFrom(), Anew.of(run));
      case "certify" ->
          new Certify(
              workshop,
              run,
              side,
              saved(),
              run.need(Strategies.of(Strategies.RESTORE_DATABASE, back), DatabasesRestored.class),
              back,
              wishes.acceptLost());
      case "open" -> new Open(workshop, side, outageSince(back));
      case "close" -> new Close(workshop, run, side);
      default -> throw new IllegalStateException("nothing is done in stage " + stage.key());
    };
  }

  /** Going back from a stack that served, the outage begins when that was closed. */
  private Instant outageSince(boolean back) {
    return Optional.of(back)
        .filter(each -> each)
        .flatMap(each -> run.result(Strategies.BACK_QUIESCE, Closing.class))
        .filter(Closing::served)
        .map(Closing::at)
        .orElseGet(() -> quiesced().at());
  }

  private Staged staged() {
    return run.need(Strategies.STAGE, Staged.class);
  }

  private Quiesced quiesced() {
    return run.need(Strategies.QUIESCE, Quiesced.class);
  }

  private BackedUp backedUp() {
    return run.need(Strategies.BACK_UP, BackedUp.class);
  }

  private Closing closing() {
    return run.need(Strategies.BACK_QUIESCE, Closing.class);
  }

  private Kept kept() {
    return run.need(Strategies.BACK_BACK_UP, Kept.class);
  }

  private SavedBackup saved() {
    return workshop.backups().backup(backedUp().backup());
  }

  /** When the service opened to users last, if it did. */
  public Optional<Opened> opened(boolean back) {
    return run.result(Strategies.of(Strategies.OPEN, back), Opened.class);
  }
}
