package dev.rehome.redeployment;

import dev.rehome.backup.BackupTaking;
import dev.rehome.backup.StackRepository;
import dev.rehome.database.Databases;
import dev.rehome.database.Scratch;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.journal.Entry;
import dev.rehome.journal.Journal;
import dev.rehome.journal.RunId;
import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.proof.Prover;
import dev.rehome.stack.CommandText;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Begins, resumes and turns back redeployments of one stack, one at a time.
 *
 * @param infrastructures makes the infrastructure of a checkout
 * @param stateFolder where runs are, and dumps for a while
 * @param scratchBase below which the proof's servers are
 */
public record Redeployments(
    Stack stack,
    StackRepository repository,
    References local,
    Databases databases,
    Function<Place, Infrastructure> infrastructures,
    BackupTaking backups,
    Prover prover,
    Scratch scratch,
    Path stateFolder,
    Path scratchBase,
    Approval approval,
    RunListener listener) {
  /**
   * A revision's checkout; {@code own} is a folder for what the infrastructure keeps for itself.
   */
  public record Place(String revision, boolean old, Path checkout, Path own) {}

  public Runs runs() {
    return new Runs(stateFolder.resolve("runs"), repository);
  }

  private Revisions revisions() {
    Stack.Revisions settings =
        stack
            .revisions()
            .filter(each -> stack.infrastructure().isPresent())
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.BAD_INPUT,
                        "the stack file names no revisions and infrastructure to redeploy",
                        Safety.NOTHING_CHANGED,
                        "add \"revisions\" and \"infrastructure\" to " + stack.file(),
                        "rehome backup and rehome prove work without"));
    return new Revisions(stack.folder().resolve(settings.git().resolve(local)).normalize());
  }

  /** The commit that runs today: as given, or as the stack file says how to read it. */
  private String current(Optional<String> from, Revisions revisions) {
    if (from.isPresent()) {
      return revisions.commit(from.get());
    }
    CommandText command =
        stack
            .revisions()
            .flatMap(Stack.Revisions::current)
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.Kind.BAD_INPUT,
                        "it is not known which revision runs today",
                        Safety.NOTHING_CHANGED,
                        "say it: --from REVISION",
                        "or add revisions.current.run to " + stack.file()));
    Finished finished =
        Command.of(command.resolve(local).toArray(String[]::new))
            .in(stack.folder())
            .run(Duration.ofMinutes(5));
    if (!finished.succeeded()) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "\""
              + command.text()
              + "\", which should tell the revision that runs, failed: "
              + finished.errors().strip(),
          Safety.NOTHING_CHANGED,
          "mend revisions.current.run, or say it: --from REVISION");
    }
    return revisions.commit(finished.output().strip());
  }

  /** Looks at everything that a run to this revision would trip over. */
  public Readiness.Report check(String to, Optional<String> from) {
    Revisions revisions = revisions();
    String old = current(from, revisions);
    String fresh = revisions.commit(to);
    Path folder = stateFolder.resolve("check-" + ProcessHandle.current().pid());
    Workshop workshop = workshop(folder, old, fresh, revisions, "check");
    try {
      return new Readiness(workshop, old, fresh, stateFolder).look();
    } finally {
      workshop.old().infrastructure().forget();
      workshop.fresh().infrastructure().forget();
      revisions.remove(folder.resolve("old"));
      revisions.remove(folder.resolve("new"));
      dev.rehome.files.Folders.remove(folder);
    }
  }

  /** Begins a run and carries it to its end. */
  public Redeployment.Outcome begin(String to, Optional<String> from, boolean takeOver) {
    Revisions revisions = revisions();
    String old = current(from, revisions);
    String fresh = revisions.commit(to);
    runs().refuseUnfinished();
    try (var lock = StackLock.take(repository, "a run to " + fresh, takeOver);
        Journal journal = runs().begin(stack.name(), old, fresh)) {
      return redeployment(journal, lock, revisions).go();
    }
  }

  /** Goes on with a run. */
  public Redeployment.Outcome resume(RunId run, boolean takeOver) {
    try (var lock = StackLock.take(repository, "run " + run, takeOver);
        Journal journal = open(run)) {
      return redeployment(journal, lock, revisions()).go();
    }
  }

  /** Brings the old revision back. */
  public Redeployment.Outcome rollBack(RunId run, boolean discardWritesSince, boolean takeOver) {
    try (var lock = StackLock.take(repository, "rolling back run " + run, takeOver);
        Journal journal = runs().open(run)) {
      return redeployment(journal, lock, revisions()).goBack(discardWritesSince);
    }
  }

  private Journal open(RunId run) {
    Optional<Entry> ended = runs().record(run).ended();
    if (ended.isPresent()) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "run " + run + " is over: " + ended.get().data(String.class),
          Safety.NOTHING_CHANGED,
          "rehome report " + run + "    shows it",
          "rehome run REVISION    begins another");
    }
    return runs().open(run);
  }

  private Redeployment redeployment(Journal journal, StackLock lock, Revisions revisions) {
    RunPlan plan = Runs.plan(journal.entries());
    var run = new Run(plan, journal, repository, lock, listener);
    Workshop workshop =
        workshop(journal.folder(), plan.from(), plan.to(), revisions, plan.run().text());
    StateCopies.bring(workshop, run);
    return new Redeployment(run, workshop, stateFolder);
  }

  private Workshop workshop(Path folder, String from, String to, Revisions revisions, String name) {
    return new Workshop(
        stack,
        repository,
        revisions,
        side(from, true, folder, revisions),
        side(to, false, folder, revisions),
        backups,
        prover,
        scratch,
        scratchBase.resolve(
            "rehome-"
                + repository.repository().config().id().brief()
                + "-"
                + stack.name()
                + "-"
                + name),
        approval);
  }

  private Side side(String revision, boolean old, Path folder, Revisions revisions) {
    Path checkout = revisions.checkout(revision, folder.resolve(old ? "old" : "new"));
    var place = new Place(revision, old, checkout, folder.resolve(old ? "own-old" : "own-new"));
    return new Side(stack, revision, checkout, infrastructures.apply(place), local, databases);
  }
}
