package dev.rehome.redeployment;

import dev.rehome.backup.SavedBackup;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.plan.Agreed;
import dev.rehome.redeployment.plan.Anew;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.Mending;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.StepResult.Approved;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Certified;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.StepResult.Opened;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Infrastructures;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.step.ApproveBack;
import dev.rehome.redeployment.step.ApproveMended;
import dev.rehome.redeployment.step.DestroyStanding;
import dev.rehome.redeployment.step.Ladder;
import dev.rehome.redeployment.step.Reopen;
import dev.rehome.redeployment.step.SaveInDoubt;
import dev.rehome.redeployment.step.Steps;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Entry;
import dev.rehome.run.Execution;
import dev.rehome.run.Operations;
import dev.rehome.run.Plan;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import dev.rehome.run.StageFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Replaces a stack built from one revision by one built from another, with all its state: follows
 * the plans of {@link Strategies}.
 */
public final class Redeployment {
  static final String BACK = "rolled back";

  private final RunPlan begun;
  private final Run run;
  private final Workshop workshop;
  private final Steps steps;
  private final Elsewhere elsewhere;

  /** Whether this process opened the old stack again before it began. */
  private boolean reopened;

  Redeployment(
      RunPlan begun, Run run, Workshop workshop, Steps.Wishes wishes, Elsewhere elsewhere) {
    this.begun = begun;
    this.run = run;
    this.workshop = workshop;
    this.steps = new Steps(run, workshop, wishes);
    this.elsewhere = elsewhere;
  }

  /** What a redeployment came to. */
  public record Outcome(
      RunPlan plan,
      String word,
      Optional<SavedBackup> backup,
      Optional<Certified> certified,
      Optional<Opened> opened,
      Path folder) {}

  /**
   * Goes on with a run; with another revision, if that is wished, or was begun.
   *
   * @param redeployment as the journal says it, each time anew
   */
  static Outcome resume(Supplier<Redeployment> redeployment, Optional<String> revision) {
    Redeployment begun = redeployment.get();
    if (revision.isEmpty() && !Strategies.mends(begun.run)) {
      return begun.go();
    }
    begun.mend(revision);
    return begun.amended(redeployment).go();
  }

  /** Makes room for what another revision builds: what this run has built so far is destroyed. */
  private void mend(Optional<String> revision) {
    try {
      begin("rehome resume" + revision.map(it -> " --revision " + it).orElse(""));
      revision.ifPresentOrElse(this::agree, this::settle);
      follow(Strategies.MEND);
      run.amend(Strategies.CREATE, begun.mended(Mending.newest(run).orElseThrow().commit()));
    } catch (RuntimeException e) {
      throw new Aftermath(workshop, run).of(e, reopened);
    }
  }

  /** What another machine may be at is refused, and what nobody saw the end of written down. */
  private void begin(String command) {
    elsewhere.refuse(command);
    built().ifPresent(NewStack::noteUnseen);
  }

  /** What this run has built to its end, the new stack or the old one anew. */
  private Optional<NewStack> built() {
    boolean back = goesBack() && run.record().began(Strategies.BACK_CREATE.key()).isPresent();
    return run.record()
        .result(Strategies.of(Strategies.CREATE, back).key())
        .map(created -> new NewStack(workshop, run, back ? workshop.old() : workshop.fresh()));
  }

  /**
   * What is under way is ended, or waited for if it changes infrastructure; how that left what it
   * wrote to is seen here.
   */
  private void settle() {
    boolean atWork = run.isAtWork();
    run.settle(operation -> Infrastructures.changes(operation.name()));
    built().ifPresent(atWork ? NewStack::noteWritten : NewStack::noteUnseen);
  }

  private void agree(String commit) {
    boolean whole =
        run.record().result(Strategies.CREATE.key()).isPresent()
            && run.record().began(Strategies.MEND_DESTROY.key()).isEmpty();
    refuseToMend(commit);
    var stack = new NewStack(workshop, run, workshop.fresh());
    if (!run.isUnderWay() && stack.doubtsOfAll().isEmpty()) {
      refuseToLose(stack, whole);
      stack.noteLeft(); // it may be hours until it is agreed to
    }
    ApproveMended.Answer agreed = new ApproveMended(workshop, run, commit, whole).ask();
    settle();
    new SaveInDoubt(workshop, run, workshop.fresh()).whatGoes();
    refuseToLose(stack, whole);
    agreed.note(run);
    if (!Strategies.mends(run)) {
      run.follow(Strategies.MEND);
    }
  }

  private static void refuseToLose(NewStack stack, boolean whole) {
    List<String> writes = whole ? stack.writes() : List.of();
    if (!writes.isEmpty()) {
      throw refused(
          "what is built would go with what was written to it, which going back saves first: "
              + String.join("; ", writes));
    }
  }

  /** What may fail here comes after something was destroyed. */
  private Redeployment amended(Supplier<Redeployment> redeployment) {
    try {
      Redeployment amended = redeployment.get();
      workshop.fresh().infrastructure().forget();
      return amended;
    } catch (RuntimeException e) {
      throw new Aftermath(workshop, run).of(e, reopened);
    }
  }

  /** Only what stands in the place of an old stack that is gone may go. */
  private void refuseToMend(String commit) {
    if (goesBack()) {
      throw refused("run " + run.id() + " goes back to revision " + workshop.old().revision());
    }
    if (run.record().result(Strategies.DESTROY.key()).isEmpty()) {
      throw refused(
          "the old stack is not destroyed yet, so another revision takes another run",
          "or, once this run is over: rehome run REVISION");
    }
    if (commit.equals(workshop.old().revision())) {
      throw refused("revision " + commit + " is the old one, which going back brings back");
    }
    switch (new OldStack(workshop, run).look()) {
      case Remains.Nothing nothing -> {}
      case Remains.Unknown(String why) ->
          throw refused("whether the old stack is gone cannot be looked at: " + why);
      case Remains.Whole all -> throw refused("the old stack stands");
      case Remains.Some some -> throw refused("the old stack is not gone");
    }
  }

  private static FailureException refused(String why, String... next) {
    return new FailureException(Failure.Kind.FAILED, why, Safety.NOTHING_CHANGED, next);
  }

  /** Runs from where the journal is to the end. */
  public Outcome go() {
    try {
      begin("rehome resume");
      if (goesBack()) {
        return rollBack();
      }
      refuseToOverwrite();
      rememberOutputs();
      askAgainIfOutdated();
      follow(Strategies.REPLACE);
      return end("redeployed", workshop.fresh());
    } catch (RuntimeException e) {
      throw new Aftermath(workshop, run).of(e, reopened);
    }
  }

  /** What still stands of the old stack may have lost its outputs to a destroy that failed. */
  private void rememberOutputs() {
    var old = new OldStack(workshop, run);
    if (old.destroyingBegan() && old.looksWhole()) {
      workshop.old().withOutputsOf(old.kept());
    }
  }

  private boolean goesBack() {
    return Strategies.goesBack(run);
  }

  /** What somebody wrote while the new stack was closed is in no backup. */
  private void refuseToOverwrite() {
    boolean back = goesBack();
    boolean built = run.record().result(Strategies.of(Strategies.CREATE, back).key()).isPresent();
    boolean restored =
        run.record().result(Strategies.of(Strategies.RESTORE_FILES, back).key()).isPresent()
            && run.record()
                .result(Strategies.of(Strategies.RESTORE_DATABASE, back).key())
                .isPresent();
    if (!built || restored || (back && Discard.wanted(run))) {
      return;
    }
    new SaveInDoubt(workshop, run, workshop.fresh()).whatWasMigratedUnseen();
    List<String> reasons =
        new NewStack(workshop, run, back ? workshop.old() : workshop.fresh()).overwritten();
    if (!reasons.isEmpty()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "nothing is restored, since that would lose what was written meanwhile: "
              + String.join("; ", reasons),
          Safety.NOTHING_CHANGED,
          back
              ? "see who writes, and save it by hand; then rehome rollback "
                  + run.id()
                  + " --discard-writes-since"
              : "rehome rollback " + run.id() + "    saves that in a backup first, and goes back");
    }
  }

  /**
   * Carries a plan out. A server that neither its snapshot nor the dump could be restored to is
   * replaced by a new one once, for the dump.
   */
  private void follow(Plan plan) {
    try {
      new Execution(run, steps::of).follow(plan);
    } catch (StageFailedException e) {
      if (!(e.why() instanceof Ladder.ServerFailed failed) || Anew.of(run).isPresent()) {
        throw e;
      }
      run.listener().says("neither way worked; building once more, for the dump: " + failed);
      Stage create = Strategies.of(Strategies.CREATE, goesBack());
      run.forget(create);
      Anew.note(run, create, new Anew(failed.database(), failed.rungs()));
      follow(plan);
    }
  }

  /**
   * An approval that ran out while the run stood still, or is of something else than what would be
   * destroyed now: the stack serves until there is another.
   */
  private void askAgainIfOutdated() {
    Optional<Approved> approved = run.result(Strategies.APPROVE, Approved.class);
    if (approved.isEmpty() || !(new OldStack(workshop, run).look() instanceof Remains.Whole)) {
      return;
    }
    boolean changed =
        planned(workshop.old())
            .filter(plan -> !plan.evidence().equals(approved.get().evidence()))
            .isPresent();
    if (changed || approved.get().until().isBefore(run.clock().now())) {
      if (run.record().began(Strategies.QUIESCE.key()).isPresent()) {
        Reopen.old(workshop, run).reopen(Operations.toTheEnd(run, "reopen"));
        reopened = true;
      }
      run.forget(changed ? Strategies.CHECK : Strategies.APPROVE);
    }
  }

  /** Going back, another resource that stands by now needs another approval. */
  private void askAgainIfMoreStands() {
    Optional<Approved> approved = run.result(Strategies.BACK_APPROVE, Approved.class);
    boolean destroyed = run.record().result(Strategies.BACK_DESTROY.key()).isPresent();
    if (approved.isEmpty() || destroyed) {
      return;
    }
    boolean old = new OldStack(workshop, run).look() instanceof Remains.Some;
    planned(old ? workshop.old() : workshop.fresh())
        .filter(plan -> !plan.doomed().isEmpty())
        .filter(plan -> !plan.evidence().equals(approved.get().evidence()))
        .filter(plan -> !Agreed.includes(run, plan))
        .ifPresent(plan -> new ApproveBack(workshop, run, Discard.wanted(run)).agree(plan, old));
  }

  /** What would be destroyed; nothing if that cannot be told, which the last look will say. */
  private static Optional<DestroyPlan> planned(Side side) {
    try {
      return Optional.of(side.infrastructure().planDestroy());
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  /**
   * Goes back: while all of the old stack is there, by opening it again; later by building the old
   * revision from the final backup.
   */
  public Outcome goBack(boolean discardWritesSince) {
    try {
      begin("rehome rollback");
      if (goesBack()) {
        if (discardWritesSince) {
          Discard.note(run);
        }
        return rollBack();
      }
      settle();
      rememberOutputs();
      return switch (new OldStack(workshop, run).look()) {
        case Remains.Whole whole -> opensAgain() ? end(BACK, workshop.old()) : turnBack();
        case Remains.Unknown(String why) ->
            throw new FailureException(
                Failure.Kind.FAILED,
                "what is left of the old stack cannot be looked at: " + why,
                Safety.NOTHING_CHANGED,
                "put that right, then rehome rollback " + run.id());
        case Remains.Some some -> turnBack();
        case Remains.Nothing nothing -> turnBack();
      };
    } catch (RuntimeException e) {
      throw new Aftermath(workshop, run).of(e, reopened);
    }
  }

  /**
   * Opens the old stack again, if that was closed; not if destroying it began and failed, and what
   * is all there by its looks does not open any more.
   */
  private boolean opensAgain() {
    if (run.record().began(Strategies.QUIESCE.key()).isEmpty()) {
      run.ensureHeld(); // nothing was done, and nobody else may do anything either
      return true;
    }
    try {
      Reopen.old(workshop, run).reopen(Operations.toTheEnd(run, "reopen"));
    } catch (FailureException e) {
      var old = new OldStack(workshop, run);
      // What stood then is noted after the final backup, and void with it once it was opened.
      boolean rebuilds = old.then().isPresent() && old.destroyingBegan();
      if (e.failure().kind() == Failure.Kind.BUSY || !rebuilds) {
        throw e;
      }
      run.listener().warns("the old stack does not open: " + e.failure().whatHappened());
      old.noteBroken();
      Reopen.old(workshop, run).close(Operations.toTheEnd(run, "close again"));
      return false;
    }
    run.forgetIfPossible(Strategies.QUIESCE);
    return true;
  }

  private Outcome turnBack() {
    workshop.old().withOutputsOf(Optional.empty()); // what is rebuilt has outputs of its own
    run.follow(Strategies.ROLL_BACK);
    return rebuild();
  }

  private Outcome rollBack() {
    var old = new OldStack(workshop, run);
    if (run.record().began(Strategies.BACK_CREATE.key()).isEmpty() && old.looksWhole()) {
      settle();
      boolean givenUp = Discard.wanted(run) && !(old.look() instanceof Remains.Whole);
      if (old.looksWhole() && !givenUp) {
        rememberOutputs();
        if (opensAgain()) {
          return end(BACK, workshop.old()); // what looked like half of it was not, or opens by now
        }
        workshop.old().withOutputsOf(Optional.empty());
      }
    }
    return rebuild();
  }

  private Outcome rebuild() {
    askAgainIfMoreStands();
    saveAgainIfWritten();
    refuseToOverwrite();
    follow(Strategies.ROLL_BACK);
    return end(BACK, workshop.old());
  }

  /** What was written after the new stack was saved, and before it goes, is saved too. */
  private void saveAgainIfWritten() {
    Optional<Kept> kept = run.result(Strategies.BACK_BACK_UP, Kept.class);
    String destroy = Strategies.BACK_DESTROY.key();
    boolean begun = run.record().operation(destroy, DestroyStanding.OPERATION).isPresent();
    boolean destroyed =
        run.record().result(destroy).isPresent() || run.isUnderWay(Strategies.BACK_DESTROY);
    if (kept.isEmpty() || destroyed || Discard.wanted(run)) {
      return;
    }
    var stack = new NewStack(workshop, run, workshop.fresh());
    if (begun && !stack.stands()) {
      return;
    }
    List<String> reasons = stack.writesSince(kept.get());
    if (!reasons.isEmpty()) {
      run.listener().says("saving the new stack once more: " + String.join("; ", reasons));
      run.forget(Strategies.BACK_QUIESCE);
    }
  }

  /** Leaves nothing behind that only the run needed; what serves may need its checkout. */
  private Outcome end(String word, Side serving) {
    workshop.old().infrastructure().forget();
    workshop.fresh().infrastructure().forget();
    workshop.leaving().accept(serving == workshop.old() ? workshop.fresh() : workshop.old());
    workshop.scratch().discard(workshop.scratchFolder());
    run.write(Entry.of(Entry.Kind.ENDED).with(word));
    boolean back = goesBack();
    return new Outcome(
        begun,
        word,
        run.result(Strategies.BACK_UP, BackedUp.class)
            .map(result -> workshop.backups().backup(result.backup())),
        run.result(Strategies.of(Strategies.CERTIFY, back), Certified.class),
        steps.opened(back),
        run.folder());
  }
}
