package dev.rehome.redeployment;

import dev.rehome.failure.Failure;
import dev.rehome.failure.Safety;
import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.world.Ending;
import dev.rehome.world.Violation;
import dev.rehome.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One history: what is typed one after another, and whether it comes to a good end. */
final class Simulation {
  /** How many commands an operator types before giving up. */
  private static final int PATIENCE = 12;

  private static final Pattern COMMAND =
      Pattern.compile("rehome (resume|rollback|run)\\b[^,;]*?(?=    |[,;]|$)");

  private static final Pattern APPROVED = Pattern.compile("--approve (\\S+)");

  final World world;

  Simulation(World world) {
    this.world = world;
  }

  Ending act(String machine, Wish wish) {
    return new Redeploying(world, machine, wish).go();
  }

  /** All of it on one machine: these acts, a minute, what is done next, and a good end. */
  void play(List<Wish> acts, Wish next) {
    acts.stream().takeWhile(act -> !broken()).forEach(act -> act("A", act));
    if (!broken()) {
      world.pass(60_000);
      act("A", next);
    }
    if (!broken()) {
      comesToAnEnd("A");
    }
  }

  /**
   * Nothing goes wrong any more: the run has to come to its end by the commands that it says itself
   * under NEXT, as they stand there, with {@code --take-over}. One that did not help twice is
   * followed by the one after it.
   */
  void comesToAnEnd(String machine) {
    world.calm();
    world.undo();
    world.awaitJobs();
    Map<String, Integer> times = new HashMap<>();
    String at = machine;
    Wish wish = Wish.resume().unapproved();
    boolean serves = false;
    for (int i = 0; i < PATIENCE; i++) {
      Ending ending = act(at, wish.takingOver());
      if (broken() || isOver(ending)) {
        return;
      }
      if (ending instanceof Ending.Failed(Failure failure)) {
        String said = failure.whatHappened() + " " + String.join(" ", failure.next());
        serves =
            failure.safe() instanceof Safety.Untouched
                && world.environment("production").reachable();
        if (said.contains("open sessions") || said.contains("somebody wrote")) {
          world.stopsByHand();
        }
        if (said.contains("take it out of the stack by hand")
            || said.contains("would be lost with server")) {
          world.separatesByHand();
        }
        List<Wish> ways = ways(failure);
        if (ways.isEmpty() && !where(said, at).equals(at)) {
          at = where(said, at);
          continue;
        }
        if (ways.isEmpty() && serves) {
          return; // nothing was changed, and nothing has to go on
        }
        if (ways.isEmpty()) {
          world.guard.violated("no command under NEXT goes on: " + said);
          return;
        }
        int tried = times.merge(failure.whatHappened(), 1, Integer::sum) - 1;
        wish = ways.get(Math.min(tried / 2, ways.size() - 1));
        at = where(said, at);
      }
    }
    if (!serves) { // else nothing was changed, and nothing has to go on
      world.guard.violated("there is no way on by what NEXT says; the last was " + wish);
    }
  }

  /** The commands that change something, in the order in which they are named. */
  private static List<Wish> ways(Failure failure) {
    return failure.next().stream()
        .flatMap(line -> COMMAND.matcher(line).results())
        .map(
            command -> {
              Wish wish =
                  switch (command.group(1)) {
                    case "resume" ->
                        command.group().contains("--revision") ? Wish.mend() : Wish.resume();
                    case "rollback" -> Wish.rollback();
                    default -> Wish.run();
                  };
              Wish typed =
                  command.group().contains("--discard-writes-since") ? wish.discarding() : wish;
              Matcher approved = APPROVED.matcher(command.group());
              return approved.find() ? typed.approving(approved.group(1)) : typed.unapproved();
            })
        .toList();
  }

  /** A state in a file is on one machine, and the program says so. */
  private static String where(String said, String at) {
    if (said.contains("go on there where")) {
      return at.equals("A") ? "B" : "A";
    }
    return said.contains("was begun on machine A") || said.contains("was begun on machine B")
        ? said.replaceFirst("(?s).*was begun on machine (.).*", "$1")
        : at;
  }

  private static boolean isOver(Ending ending) {
    return ending instanceof Ending.Ended
        || (ending instanceof Ending.Failed(Failure failure)
            && failure.whatHappened().contains(" is over"));
  }

  boolean broken() {
    return world.guard.first() != null;
  }

  Optional<Violation> violation() {
    return Optional.ofNullable(world.guard.first());
  }
}
