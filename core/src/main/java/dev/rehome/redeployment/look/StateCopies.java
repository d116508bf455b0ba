package dev.rehome.redeployment.look;

import dev.rehome.failure.Failure;
import dev.rehome.infrastructure.Infrastructure;
import dev.rehome.infrastructure.State;
import dev.rehome.redeployment.side.Infrastructures;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Entry;
import dev.rehome.run.Failures;
import dev.rehome.run.Run;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Copies of the infrastructure's state in the repository, made before and after every change. */
public final class StateCopies {
  private static final String TAG = "state";
  private static final String COPIED = "state copied";
  private static final String FILE = "terraform.tfstate";

  private StateCopies() {}

  /** Keeps the state as it is now, unless that is the newest copy already. */
  public static void keep(Workshop workshop, Run run) {
    Optional<byte[]> now = workshop.old().infrastructure().copyOfState();
    if (now.isPresent()
        && newest(workshop, run).filter(last -> Arrays.equals(last, now.get())).isEmpty()) {
      run.ensureHeld(); // the newest copy counts
      workshop.backups().keep(TAG, run.id().text(), Map.of(FILE, now.get()));
    }
    if (changed(run).isPresent()) {
      run.noted(COPIED + " " + run.entries().size(), Boolean.class, () -> true);
    }
  }

  /** The last operation after which there may be no copy of what it made of the state. */
  private static Optional<Entry> changed(Run run) {
    Optional<Entry> changed = Optional.empty();
    for (Entry entry : run.entries()) {
      String name = entry.name().orElse("");
      if (entry.kind() == Entry.Kind.OPERATION_BEGAN && Infrastructures.changes(name)) {
        changed = Optional.of(entry);
      }
      if (entry.kind() == Entry.Kind.NOTED && name.startsWith(COPIED)) {
        changed = Optional.empty();
      }
    }
    return changed;
  }

  /**
   * What was begun on another machine, where the state is in a file of that machine, and no copy
   * tells what became of it: unless somebody brought the file here.
   */
  public static Optional<Entry> missing(Workshop workshop, Run run) {
    return changed(run)
        .filter(entry -> !run.isHere(entry))
        .filter(entry -> workshop.old().infrastructure().stateIsHere())
        .filter(entry -> isNewest(workshop, run));
  }

  /** After a change that may have failed: that it did counts more than that there is no copy. */
  public static void keepIfPossible(Workshop workshop, Run run) {
    try {
      keep(workshop, run);
    } catch (RuntimeException e) {
      if (Failures.of(e).kind() == Failure.Kind.BUSY) {
        throw e;
      }
      run.listener().warns("no copy of the state: " + Failures.of(e).whatHappened());
    }
  }

  /**
   * On a machine that has no state where the stack file says, or an older one: the newest copy. A
   * run that has none yet goes on from where the one before it left the state.
   */
  static void bring(Workshop workshop, Run run) {
    Infrastructure infrastructure = workshop.old().infrastructure();
    newest(workshop, run)
        .or(() -> earlier(workshop, run).filter(copy -> isNewer(workshop, copy)))
        .ifPresent(copy -> infrastructure.bringState(copy, Belonging.ended(run)));
    workshop.old().changed();
    workshop.fresh().changed();
  }

  private static boolean isNewer(Workshop workshop, byte[] copy) {
    State kept = workshop.old().infrastructure().recall(copy);
    State here = workshop.old().state();
    return kept.lineage().equals(here.lineage()) && kept.serial() > here.serial();
  }

  /** Of the newest run before this one that has copies. */
  private static Optional<byte[]> earlier(Workshop workshop, Run run) {
    if (!workshop.old().infrastructure().stateIsHere()) {
      return Optional.empty();
    }
    return IntStream.iterate(run.id().number() - 1, number -> number > 0, number -> number - 1)
        .mapToObj(number -> workshop.backups().kept(TAG, "r" + number, FILE))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Whether this machine knows no more than the newest copy. */
  private static boolean isNewest(Workshop workshop, Run run) {
    return newest(workshop, run)
        .filter(
            last ->
                workshop
                    .old()
                    .infrastructure()
                    .copyOfState()
                    .filter(now -> Arrays.equals(last, now))
                    .isPresent())
        .isPresent();
  }

  private static Optional<byte[]> newest(Workshop workshop, Run run) {
    return workshop.backups().kept(TAG, run.id().text(), FILE);
  }
}
