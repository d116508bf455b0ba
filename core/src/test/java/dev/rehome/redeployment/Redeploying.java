package dev.rehome.redeployment;

import dev.rehome.backup.Outside;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.proof.SimulatedProving;
import dev.rehome.redeployment.check.Readiness;
import dev.rehome.redeployment.look.Belonging;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.StageTimes;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Dumps;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.step.Steps;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Failures;
import dev.rehome.run.Hold;
import dev.rehome.run.Journal;
import dev.rehome.run.JournalCopies;
import dev.rehome.run.Origin;
import dev.rehome.run.Run;
import dev.rehome.run.RunId;
import dev.rehome.run.Surroundings;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.world.Ending;
import dev.rehome.world.Environment;
import dev.rehome.world.Invocation;
import dev.rehome.world.Places;
import dev.rehome.world.ProofRoom;
import dev.rehome.world.SimulatedBackups;
import dev.rehome.world.SimulatedClock;
import dev.rehome.world.SimulatedDatabases;
import dev.rehome.world.SimulatedDumps;
import dev.rehome.world.SimulatedInfrastructure;
import dev.rehome.world.SimulatedJournals;
import dev.rehome.world.SimulatedProcesses;
import dev.rehome.world.SimulatedScratch;
import dev.rehome.world.Strike;
import dev.rehome.world.Truth;
import dev.rehome.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process of the program in a simulated world: begins, resumes and turns back as {@link
 * Redeployments} does, on ports in memory.
 */
final class Redeploying {
  private static final References LOCAL = reference -> "secret";

  private final World world;
  private final Environment environment;
  private final Stack stack;
  private final Invocation by;
  private final Wish wish;

  /**
   * What the operator typed.
   *
   * @param approves what {@code --approve} is given; nothing without it
   * @param fails the effect of a job that fails meanwhile, counted from then on; 0 for none
   */
  record Wish(
      Act act, String environment, String approves, boolean discard, boolean takeOver, int fails) {
    private static Wish of(Act act) {
      return new Wish(act, "production", Places.STACK, false, false, 0);
    }

    static Wish run() {
      return of(Act.RUN);
    }

    static Wish resume() {
      return of(Act.RESUME);
    }

    /** Goes on with another revision. */
    static Wish mend() {
      return of(Act.MEND);
    }

    static Wish rollback() {
      return of(Act.ROLLBACK);
    }

    Wish takingOver() {
      return new Wish(act, environment, approves, discard, true, fails);
    }

    Wish discarding() {
      return new Wish(act, environment, approves, true, takeOver, fails);
    }

    Wish approving(String word) {
      return new Wish(act, environment, word, discard, takeOver, fails);
    }

    Wish failing(int effect) {
      return new Wish(act, environment, approves, discard, takeOver, effect);
    }

    Wish unapproved() {
      return approving("");
    }

    Wish in(String other) {
      return new Wish(act, other, approves, discard, takeOver, fails);
    }
  }

  /** What is wanted. */
  enum Act {
    RUN,
    RESUME,
    MEND,
    ROLLBACK
  }

  Redeploying(World world, String machine, Wish wish) {
    this.world = world;
    this.environment = world.environment(wish.environment());
    this.stack = Places.stack(wish.environment());
    this.by = world.invocation(machine);
    this.wish = wish;
  }

  /** Runs it until it ends, fails, or is killed. */
  Ending go() {
    if (wish.fails() > 0) {
      world.strike(world.effects() + wish.fails(), Strike.JOB_FAILS);
    }
    world.note(
        by,
        wish.act()
            + " "
            + environment
            + (wish.approves().isEmpty() ? "" : " --approve " + wish.approves()));
    Ending ending = ending();
    world.note(by, ending.toString());
    new Truth(world, environment).verify(ending, by);
    if (by.alive()) {
      by.settles(environment);
    }
    by.end();
    return ending;
  }

  private Ending ending() {
    try {
      Redeployment.Outcome outcome = outcome();
      return by.alive() ? new Ending.Ended(outcome.word()) : new Ending.Killed();
    } catch (FailureException e) {
      return by.alive() ? new Ending.Failed(e.failure()) : new Ending.Killed();
    } catch (RuntimeException e) {
      return by.alive() ? new Ending.Failed(Failures.of(e)) : new Ending.Killed();
    } catch (Error e) {
      if (by.alive()) {
        return new Ending.Broken(e);
      }
      return new Ending.Killed();
    }
  }

  private Redeployment.Outcome outcome() {
    JournalCopies copies = SimulatedJournals.copies(by);
    var runs = new Runs(new SimulatedJournals(by), stack.name(), copies);
    switch (wish.act()) {
      case RUN -> {
        runs.refuseUnfinished();
        Hold hold = world.repository.lock.take(by, wish.takeOver());
        try (Journal journal = begin(runs, hold)) {
          return redeployment(journal, copies, hold, false).go();
        } finally {
          world.repository.lock.release(by);
        }
      }
      case RESUME, MEND -> {
        RunId run = runs.find(Optional.empty());
        Hold hold = world.repository.lock.take(by, wish.takeOver());
        try (Journal journal = runs.goOn(run, surroundings())) {
          return Redeployment.resume(
              () -> redeployment(journal, copies, hold, false),
              Optional.of(World.MENDED).filter(commit -> wish.act() == Act.MEND));
        } finally {
          world.repository.lock.release(by);
        }
      }
      case ROLLBACK -> {
        RunId run = runs.find(Optional.empty());
        Hold hold = world.repository.lock.take(by, wish.takeOver());
        try (Journal journal = runs.goBack(run, surroundings())) {
          if (wish.discard()) {
            environment.discards();
          }
          return redeployment(journal, copies, hold, wish.discard()).goBack(wish.discard());
        } finally {
          world.repository.lock.release(by);
        }
      }
    }
    throw new IllegalStateException();
  }

  /** There is one new revision in this world: who runs it has nothing more to redeploy. */
  private void refuseMigrated() {
    if (environment.migrated()) {
      throw new FailureException(
          Failure.Kind.BAD_INPUT,
          "run r0 is over: that revision runs already",
          Safety.NOTHING_CHANGED,
          "rehome status");
    }
  }

  private Surroundings surroundings() {
    return new Surroundings(
        new SimulatedClock(by),
        new SimulatedProcesses(by),
        new Origin(by.machineName(), by.machineName()),
        by.cancellation(),
        Runnable::run);
  }

  private Journal begin(Runs runs, Hold hold) {
    refuseMigrated();
    Journal journal =
        runs.begin(World.OLD, World.NEW, Optional.of(RestoreFrom.DUMP), hold, surroundings());
    environment.begins();
    return journal;
  }

  private Path folder(RunId run) {
    return Places.run(by.machineName(), run.text());
  }

  private Redeployment redeployment(
      Journal journal, JournalCopies copies, Hold hold, boolean discard) {
    RunPlan plan = Runs.plan(journal.entries());
    var run =
        new Run(plan.run(), Strategies.ALL, journal, copies, hold, new Silent(), surroundings());
    Workshop workshop = workshop(plan);
    Belonging.verify(run, workshop);
    return new Redeployment(
        plan,
        run,
        workshop,
        new Steps.Wishes(false, RestoreFrom.DUMP, discard),
        new Elsewhere(run, workshop, wish.takeOver()));
  }

  private Workshop workshop(RunPlan plan) {
    Path folder = folder(plan.run());
    Path scratchFolder = folder.resolve("scratch");
    return new Workshop(
        stack,
        new SimulatedBackups(by),
        new SimulatedProving(new ProofRoom(by)),
        side(plan.from(), folder.resolve("old")),
        side(plan.to(), folder.resolve("new")),
        (commit, whole) -> side(commit, folder.resolve("new")),
        new SimulatedScratch(by),
        scratchFolder,
        (word, evidence) -> {
          if (!wish.approves().equals(word)) {
            return Optional.empty();
          }
          environment.approves();
          if (word.contains("@")) {
            environment.approvesVariables(by); // as they are now; else as they were looked at
          }
          return Optional.of("me");
        },
        (old, fresh) -> {
          environment.approvesVariables(by);
          return new Readiness.Report(
              List.of(),
              List.of(),
              List.of(),
              Optional.of(old.infrastructure().planDestroy()),
              StageTimes.of(List.of()),
              List.of(),
              Optional.empty());
        },
        (side, backup, part, database) -> new Dump(backup.id(), part.key()),
        side -> environment.leaves(by, side.checkout()));
  }

  private final class Dump implements Dumps.Dump {
    private final dev.rehome.backup.BackupId backup;
    private final String key;

    Dump(dev.rehome.backup.BackupId backup, String key) {
      this.backup = backup;
      this.key = key;
    }

    private Path folder(dev.rehome.run.Operations operations) {
      return operations.folder().resolve("dumps").resolve(key);
    }

    @Override
    public dev.rehome.database.DumpFolder fetch(dev.rehome.run.Operations operations) {
      return SimulatedDumps.fetch(by, backup, key, folder(operations));
    }

    @Override
    public void remove(dev.rehome.run.Operations operations) {
      SimulatedDumps.remove(by, folder(operations));
    }
  }

  private Side side(String revision, Path checkout) {
    return new Side(
        stack,
        !revision.equals(World.OLD),
        revision,
        checkout,
        new SimulatedInfrastructure(by, environment, revision),
        LOCAL,
        new Outside(
            endpoint -> SimulatedDatabases.at(by, endpoint),
            place -> {
              throw new UnsupportedOperationException();
            },
            place -> {
              throw new UnsupportedOperationException();
            }));
  }
}
