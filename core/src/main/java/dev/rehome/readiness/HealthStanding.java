package dev.rehome.readiness;

import dev.rehome.process.LocalProcesses;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack.HealthCheck;
import dev.rehome.stack.Stack.Sign;
import dev.rehome.task.HealthLook;
import dev.rehome.task.TaskCommands;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether the health checks hold for the stack that runs: it serves, so what it does not answer
 * cannot tell that the new one does.
 *
 * @param hosts that can be asked
 * @param attempts since a service that was just started may need a moment
 */
public record HealthStanding(TaskCommands tasks, Set<String> hosts, int attempts) {
  private static final long PAUSE = 1_000; // milliseconds

  public Findings look() {
    List<HealthCheck> checks = tasks.stack().health();
    return Findings.all(
        IntStream.range(0, checks.size())
            .filter(i -> known(checks.get(i)))
            .mapToObj(i -> Findings.attempt(() -> look("health " + (i + 1), checks.get(i)))));
  }

  private boolean known(HealthCheck check) {
    References values = tasks.references();
    return near(check)
        && StackTexts.signs("", check)
            .allMatch(text -> ReferenceLook.resolves(text.template(), values));
  }

  private boolean near(HealthCheck check) {
    return !(check.sign() instanceof Sign.Success run)
        || run.host().map(hosts::contains).orElse(true);
  }

  private Findings look(String where, HealthCheck check) {
    return Findings.all(
            HealthLook.of(check, tasks, new LocalProcesses()).stream()
                .map(look -> answers(where, look)))
        .and(byName(check));
  }

  private Findings answers(String where, HealthLook look) {
    String wrong = look.wrong();
    for (int i = 1; i < attempts && !wrong.isEmpty(); i++) {
      pause();
      wrong = look.wrong();
    }
    return Findings.problemUnless(
        wrong.isEmpty(),
        where
            + ": "
            + look.what()
            + " gives "
            + wrong
            + " today, so it could not tell that the new stack is well (mend the stack that runs,"
            + " or this check)");
  }

  private Findings byName(HealthCheck check) {
    return check.sign() instanceof Sign.Get get
        ? new NameLook(tasks.stack(), tasks.references(), tasks.state()).look(get)
        : Findings.NONE;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
