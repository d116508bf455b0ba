package dev.rehome.redeployment.look;

import dev.rehome.backup.SavedBackup;
import dev.rehome.database.Database;
import dev.rehome.database.Fence;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import dev.rehome.database.Presence;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;
import dev.rehome.infrastructure.DoomedResources;
import dev.rehome.infrastructure.State;
import dev.rehome.managed.ManagedServer;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.redeployment.plan.Agreed;
import dev.rehome.redeployment.plan.Discard;
import dev.rehome.redeployment.plan.StepResult;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.KnownDatabases;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.ChangedFiles;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The old stack from the moment on at which it may be destroyed: what there still is of it is found
 * by looking, never by what was begun.
 */
public final class OldStack {
  /** The operation that destroys it, as journals name it. */
  public static final String DESTROYING = "destroy";

  private static final String NOTE = "old stack";
  private static final String STATE = "state";
  private static final String BROKEN = "the old stack does not open";

  private final Workshop workshop;
  private final Run run;

  public OldStack(Workshop workshop, Run run) {
    this.workshop = workshop;
    this.run = run;
  }

  /**
   * What stood when destroying was first about to begin.
   *
   * @param serial of the state; journals of before do not say it
   */
  public record Then(String lineage, Optional<Long> serial, List<Part> parts) {}

  /** One thing of it; its id at the provider, if it has one, tells it from one made anew. */
  record Part(String address, Optional<String> id) {
    boolean is(DestroyPlan.Doomed doomed) {
      return address.equals(doomed.address())
          && (id.isEmpty() || doomed.id().isEmpty() || id.equals(doomed.id()));
    }

    boolean standsIn(State now) {
      return now.resource(address)
          .filter(there -> id.isEmpty() || there.id().equals(id))
          .isPresent();
    }
  }

  /** What there is of it now. */
  public sealed interface Remains {
    /** All of it: it can serve again. */
    record Whole() implements Remains {}

    /** Some of it; {@code left} names what. */
    record Some(List<String> left, int of) implements Remains {}

    /** None of it. */
    record Nothing() implements Remains {}

    /** It cannot be looked at. */
    record Unknown(String why) implements Remains {}
  }

  /** Writes down what stands, and keeps the state to find it by when that has shrunk. */
  public void note() {
    if (run.note(NOTE, Then.class).isPresent()) {
      return;
    }
    run.ensureHeld();
    workshop.old().changed();
    State standing = workshop.old().standing();
    keep(standing);
    known().note(Strategies.DESTROY, workshop.old().sources());
    run.noted(
        Strategies.DESTROY,
        NOTE,
        Then.class,
        () ->
            new Then(
                standing.lineage(),
                Optional.of(standing.serial()),
                standing.resources().stream()
                    .map(each -> new Part(each.address(), each.id()))
                    .toList()));
  }

  /** Why what a plan is about is not the run's stack. */
  List<String> belongs(DestroyPlan plan) {
    return Belonging.reasons(run, plan.lineage());
  }

  /** Whether it is part of what stood before destroying began, and not made anew in its place. */
  boolean stood(DestroyPlan.Doomed doomed) {
    return then().stream().flatMap(then -> then.parts().stream()).anyMatch(part -> part.is(doomed));
  }

  /** Whether the operator agreed to this plan when going back. */
  boolean agreed(DestroyPlan plan) {
    return Agreed.includes(run, plan);
  }

  public Optional<Then> then() {
    return then(run);
  }

  private static Optional<Then> then(Run run) {
    return run.note(NOTE, Then.class);
  }

  /** Whether a state is of a time before what the run saw: what is left it cannot tell. */
  static boolean isOlder(Run run, State state) {
    return then(run)
        .filter(then -> then.lineage().equals(state.lineage()))
        .filter(then -> then.serial().filter(serial -> state.serial() < serial).isPresent())
        .isPresent();
  }

  /** As it was then: references lead to what stood, also when the state no longer tells. */
  public Side side() {
    Side old = workshop.old();
    if (then().isEmpty()) {
      return old;
    }
    return kept().map(old::asItWas).orElse(old);
  }

  private void keep(State standing) {
    Optional<byte[]> copy = workshop.old().infrastructure().copyOfState();
    Optional<State> copied = copy.map(workshop.old().infrastructure()::recall);
    if (copied.filter(state -> state.isOfOthers(standing)).isPresent()) {
      throw new FailureException(
          Failure.Kind.FAILED,
          "somebody put another state in the place of the stack's",
          Safety.NOTHING_CHANGED,
          "see who does, and bring the stack's state back");
    }
    boolean tells = copied.filter(state -> !state.outputs().isEmpty()).isPresent();
    if (copy.isPresent() && (tells || kept().isEmpty())) { // a destroy that failed takes outputs
      workshop.backups().keep(NOTE, run.id().text(), Map.of(STATE, copy.get()));
    }
  }

  /** The state of before destroying was first about to begin. */
  public Optional<State> kept() {
    return workshop
        .backups()
        .kept(NOTE, run.id().text(), STATE)
        .map(workshop.old().infrastructure()::recall)
        .filter(state -> Belonging.isOwn(run, state.lineage()));
  }

  /** Whether all of it is there by its looks, though it did not open before. */
  public boolean looksWhole() {
    return look(false) instanceof Remains.Whole;
  }

  public Remains look() {
    return look(isBroken());
  }

  private Remains look(boolean broken) {
    Optional<Then> then = then();
    if (then.isEmpty()) {
      return new Remains.Whole();
    }
    try {
      workshop.old().changed();
      return look(left(then.get()), then.get().parts().size(), broken);
    } catch (FailureException e) {
      return new Remains.Unknown(e.failure().whatHappened());
    }
  }

  /**
   * What the infrastructure says is left. Once all was seen to be gone, what has a part's id, such
   * as a bucket's name, was built anew.
   */
  private List<String> left(Then then) {
    if (run.record().result(Strategies.DESTROY.key()).isPresent()) {
      return List.of();
    }
    State now = workshop.old().state();
    List<String> left =
        then.parts().stream().filter(part -> part.standsIn(now)).map(Part::address).toList();
    return left.isEmpty() ? left : really(left);
  }

  /**
   * Once destroying began, the state may not tell all that it did: planning looks at what there
   * really is.
   */
  private List<String> really(List<String> left) {
    if (!destroyingBegan()) {
      return left;
    }
    Set<String> planned =
        workshop.old().infrastructure().planDestroy().doomed().stream()
            .map(DestroyPlan.Doomed::address)
            .collect(Collectors.toSet());
    return left.stream().filter(planned::contains).toList();
  }

  public boolean destroyingBegan() {
    return Stream.of(Strategies.DESTROY, Strategies.BACK_DESTROY)
        .anyMatch(stage -> run.record().operation(stage.key(), DESTROYING).isPresent());
  }

  /**
   * From now on it counts as partly destroyed: destroying began and failed, and what is left of it
   * does not serve.
   */
  public void noteBroken() {
    run.noted(Strategies.DESTROY, BROKEN, Boolean.class, () -> true);
  }

  private boolean isBroken() {
    return run.note(BROKEN, Boolean.class).isPresent();
  }

  private Remains look(List<String> left, int of, boolean broken) {
    var answering = new ArrayList<String>();
    var silent = new ArrayList<String>();
    for (Database database : databases(left)) {
      switch (KnownDatabases.presence(database)) {
        case Presence.Here(Identity identity) -> {
          if (isOld(database, identity)) {
            answering.add("the server of database " + database.endpoint());
          } else {
            silent.add("another database answers as " + database.endpoint());
          }
        }
        case Presence.Absent(String why) ->
            silent.add("database " + database.endpoint() + " is not there: " + why);
        case Presence.Unknown(String why) -> {
          if (!left.isEmpty()) {
            return new Remains.Unknown(why);
          }
          silent.add(why);
        }
      }
    }
    if (left.isEmpty()) {
      return answering.isEmpty() ? new Remains.Nothing() : new Remains.Some(answering, of);
    }
    return left.size() == of && silent.isEmpty() && filesStand() && !broken
        ? new Remains.Whole()
        : new Remains.Some(left, of);
  }

  /** Whether its files are still there; asked once destroying began. */
  private boolean filesStand() {
    return !destroyingBegan() || ChangedFiles.allStand(workshop, side().sources());
  }

  /**
   * Whether all that this host's address led to is gone: then nothing can be asked through it, and
   * what was on it is gone too.
   */
  boolean isGone(String host, Remains remains) {
    Side then = side();
    List<String> behind =
        new DoomedResources(then.state().resources())
            .answeringAt(then.sources().hosts().address(host));
    return remains instanceof Remains.Some(List<String> left, int of)
        && !behind.isEmpty()
        && Collections.disjoint(left, behind);
  }

  /** Once all is gone by the state, nothing can answer through a host that went with it. */
  private List<Database> databases(List<String> left) {
    return left.isEmpty() ? known().directly(workshop.old(), side().sources()) : databases();
  }

  private KnownDatabases known() {
    return new KnownDatabases(run, NOTE);
  }

  /** Its databases, wherever they were. */
  List<Database> databases() {
    return known().of(workshop.old(), side().sources());
  }

  /** Whether the operator gave up what was written to it since the final backup. */
  boolean discarded() {
    return Discard.wanted(run);
  }

  /** Closes a database of it again, if this run still may. */
  void raise(Database database, Fence fence) {
    run.ensureHeld();
    database.raise(fence);
  }

  /** Whether a database that answers is the one that was saved. */
  boolean isOld(Database database, Identity identity) {
    String key = database.endpoint().key();
    Optional<SavedBackup> backup =
        run.result(Strategies.BACK_UP, StepResult.BackedUp.class)
            .map(result -> workshop.backups().backup(result.backup()));
    Optional<Inventory> saved =
        backup.flatMap(each -> Optional.ofNullable(each.inventory().databases().get(key)));
    if (saved.filter(inventory -> inventory.identity().equals(identity)).isEmpty()) {
      return false;
    }
    return !isAnotherInstance(key, backup.orElseThrow());
  }

  /** A server that a snapshot was restored to looks like the one that it was made of. */
  private boolean isAnotherInstance(String key, SavedBackup backup) {
    return backup.document().databases().stream()
        .filter(part -> part.key().equals(key))
        .flatMap(part -> part.managed().stream())
        .anyMatch(
            snapshot -> {
              ManagedServer now = workshop.fresh().sources().managed().get(key);
              return now != null && !now.describe().instance().equals(snapshot.of());
            });
  }
}
