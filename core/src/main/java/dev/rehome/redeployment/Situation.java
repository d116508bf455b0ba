package dev.rehome.redeployment;

import dev.rehome.database.Database;
import dev.rehome.database.Presence;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.look.NewStack;
import dev.rehome.redeployment.look.OldStack;
import dev.rehome.redeployment.look.OldStack.Remains;
import dev.rehome.redeployment.look.StateCopies;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.side.Side;
import dev.rehome.redeployment.workshop.Workshop;
import dev.rehome.run.Entry;
import dev.rehome.run.Failures;
import dev.rehome.run.Run;
import java.util.List;
import java.util.Optional;

/**
 * What is safe now, as far as it was looked at: the only place that says so of a run that holds.
 */
record Situation(Workshop workshop, Run run) {
  /** Of a run that holds. */
  Safety held() {
    var old = new OldStack(workshop, run);
    Remains remains = old.look();
    String backup =
        run.result(Strategies.BACK_UP, BackedUp.class)
                .map(BackedUp::backup)
                .map(
                    id ->
                        "backup "
                            + id
                            + (proven(id)
                                ? " is complete and proven"
                                : " is complete; its proof could not be looked up"))
                .orElse("there is no final backup")
            + (run.isAtWork()
                ? "; a command of this run is still at work, so that may have changed by now"
                : "");
    return switch (remains) {
      case Remains.Whole whole ->
          new Safety.Standing(
              "the old stack stands, all of it" + answering(old.side()) + "; " + backup);
      case Remains.Some(List<String> left, int of) ->
          new Safety.Destroyed(
              backup
                  + "; the old stack is partly destroyed, of "
                  + of
                  + " resources are left: "
                  + String.join(", ", left));
      case Remains.Nothing nothing ->
          new Safety.Destroyed(backup + "; the old stack is destroyed; " + fresh());
      case Remains.Unknown(String why) ->
          new Safety.Unknown(backup + "; what is left of the old stack cannot be seen: " + why);
    };
  }

  private boolean proven(dev.rehome.backup.BackupId id) {
    try {
      return workshop.prover().recall(workshop.backups().backup(id)).isPresent();
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** What there is of what was built in its place. */
  private String fresh() {
    boolean back = run.record().result(Strategies.BACK_DESTROY.key()).isPresent();
    Side side = back ? workshop.old() : workshop.fresh();
    try {
      side.changed();
      if (StateCopies.missing(workshop, run).isPresent()) {
        return "what is built in its place is in another machine's state";
      }
      if (side.state().empty()) {
        return creating()
            ? "by the state, nothing is built in its place"
            : "nothing is built in its place yet";
      }
      String name = back ? "the one that is built to go back" : "the new one";
      return new NewStack(workshop, run, side).opened()
          ? name + " was opened, and users may be in it"
          : name + " was not opened by this run" + answering(side);
    } catch (RuntimeException e) {
      return "what is built in its place cannot be seen: " + Failures.of(e).whatHappened();
    }
  }

  /** Whether building was begun: what it made may be more than its state knows. */
  private boolean creating() {
    return run.entries().stream()
        .filter(entry -> entry.kind() == Entry.Kind.STAGE_BEGAN)
        .anyMatch(entry -> Strategies.wordOf(entry.stage().orElse("")).equals("create"));
  }

  /** That nobody has got in all the same. */
  private static String answering(Side side) {
    try {
      Optional<Database> busy =
          side.sources().restored().stream()
              .filter(
                  database ->
                      database.presence() instanceof Presence.Here && database.sessions() > 0)
              .findFirst();
      return busy.map(database -> ", and somebody has sessions on database " + database.endpoint())
          .orElse("");
    } catch (RuntimeException e) {
      return ", and whether anybody is in it cannot be seen: " + Failures.of(e).whatHappened();
    }
  }
}
