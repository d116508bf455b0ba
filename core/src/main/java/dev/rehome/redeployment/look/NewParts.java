package dev.rehome.redeployment.look;

import dev.rehome.backup.Sources;
import dev.rehome.database.Database;
import dev.rehome.database.Identity;
import dev.rehome.database.Presence;
import dev.rehome.failure.FailureException;
import dev.rehome.redeployment.plan.Anew;
import dev.rehome.redeployment.plan.StepResult.Destroyed;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.KnownDatabases;
import dev.rehome.redeployment.side.Marks;
import dev.rehome.redeployment.side.ServerLook;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Entry;
import dev.rehome.run.Run;
import dev.rehome.run.Stage;
import dev.rehome.stack.References;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What leads to the parts of a stack that a run has built, also when its state has shrunk, and
 * whether it built them.
 */
public record NewParts(Workshop workshop, Run run, Side side) {
  private static final String KEPT = "new stack";
  private static final String STATE = "state";

  /** What the journal knows of them. */
  Known known() {
    return Known.of(run, keys());
  }

  /** Keys of its databases, and that of its files. */
  Set<String> keys() {
    Stream<String> databases =
        workshop.stack().databases().stream()
            .filter(settings -> !settings.disposable() && !settings.kept())
            .map(settings -> settings.key());
    Stream<String> files =
        workshop.stack().files().stream()
            .filter(set -> !set.kept())
            .map(set -> Known.FILES)
            .limit(1);
    return Stream.concat(databases, files).collect(Collectors.toSet());
  }

  /** Writes down how this program left one of them. */
  void note(Known.Left left) {
    String part = left.database().map(key -> "database " + key).orElse("files");
    run.noted(Known.LEFT + " " + part + " " + run.entries().size(), Known.Left.class, () -> left);
  }

  /** To find its parts by, when the state has shrunk. */
  void keepState() {
    Optional<byte[]> copy = side.infrastructure().copyOfState();
    if (copy.isPresent()) {
      workshop.backups().keep(KEPT, run.id().text(), Map.of(STATE, copy.get()));
      run.noted(Known.KEPT_STATE + run.entries().size(), Boolean.class, () -> true);
    }
  }

  /** As it is, or if the state has shrunk too much to tell, as it was when it had been built. */
  Sources sources() {
    try {
      Sources now = side.sources();
      now.guarded();
      return now;
    } catch (References.UnresolvedException e) {
      return Optional.of(known())
          .filter(Known::stateKept)
          .flatMap(known -> workshop.backups().kept(KEPT, run.id().text(), STATE))
          .map(copy -> side.asItWas(side.infrastructure().recall(copy)).sources())
          .orElseThrow(() -> e);
    }
  }

  /** What is half built may lack what leads to its databases, or the machine on the way to them. */
  List<Database> databases() {
    Known known = known();
    try {
      return new KnownDatabases(run, known.name()).of(side, sources());
    } catch (FailureException e) {
      if (e instanceof References.UnresolvedException && known.name().equals(Known.HALF_BUILT)) {
        return List.of(); // nobody was ever in them
      }
      if (!isRuins(known)) {
        throw e;
      }
      run.listener().says("part of the new stack does not answer: " + e.failure().whatHappened());
      return direct(known);
    }
  }

  private List<Database> direct(Known known) {
    try {
      return new KnownDatabases(run, known.name()).directly(side, side.sources());
    } catch (References.UnresolvedException e) {
      return List.of();
    }
  }

  /** Whether building was never seen to its end, and nothing was restored into it. */
  boolean isRuins(Known known) {
    return known.name().equals(Known.HALF_BUILT) && !known.left() && Anew.of(run).isEmpty();
  }

  /** Databases whose servers go with it; unseen while the stack file leads nowhere. */
  Set<String> going() {
    try {
      return new ServerLook(sources()).going();
    } catch (References.UnresolvedException e) {
      return Set.of();
    }
  }

  /** The mark of its files, as they are now. */
  String files() {
    return Marks.files(sources().guarded(), workshop.backups()).value();
  }

  /** Databases that answer where the new stack's are, and that this run did not build. */
  List<String> strangers(OldStack old) {
    Known known = known();
    var reasons = new ArrayList<String>();
    for (Database database : databases()) {
      if (KnownDatabases.presence(database) instanceof Presence.Here(Identity identity)) {
        if (old.isOld(database, identity)) {
          reasons.add(
              "database " + database.endpoint() + " is the one that the backup was made from");
        } else if (!known.built().isEmpty()
            && known.built().stream().noneMatch(each -> each.server() == identity.server())
            && !madeByThisRun(identity)
            && sources().managed().isEmpty()) {
          reasons.add("database " + database.endpoint() + " is none that this run built");
        }
      }
    }
    return reasons;
  }

  /**
   * Since destroying ended, or the newest building began: a server has the time of its making in
   * its identifier, by its own clock.
   */
  private boolean madeByThisRun(Identity identity) {
    Instant made = Instant.ofEpochSecond(identity.server() >>> 32);
    Stage create = Strategies.of(Strategies.CREATE, side == workshop.old());
    return Stream.concat(
            run.result(Strategies.DESTROY, Destroyed.class).map(Destroyed::at).stream(),
            run.record().began(create.key()).map(Entry::at).stream())
        .anyMatch(since -> !made.isBefore(since.truncatedTo(ChronoUnit.SECONDS)));
  }
}
