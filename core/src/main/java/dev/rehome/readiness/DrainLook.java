package dev.rehome.readiness;

import dev.rehome.host.Host;
import dev.rehome.process.Finished;
import dev.rehome.task.TaskCommands;
import java.time.Duration;
import java.util.Set;

/**
 * Whether the commands that tell of work can be run: one that cannot would be waited for in vain.
 *
 * @param hosts that can be asked
 */
public record DrainLook(TaskCommands tasks, Set<String> hosts) {
  private static final Set<Integer> NOT_RUN = Set.of(126, 127); // as shells say it
  private static final Duration LIMIT = Duration.ofMinutes(1);

  public Findings look() {
    return Findings.all(
        new StackTexts(tasks.stack())
            .drains()
            .filter(errand -> new TaskNeeds(tasks, errand).known(hosts))
            .map(errand -> Findings.attempt(() -> look(errand))));
  }

  private Findings look(StackTexts.Errand errand) {
    Finished finished = tasks.command(errand.task().run(), errand.task().host()).run(LIMIT);
    String what = errand.where() + ": \"" + errand.task().run().text() + "\" ";
    String said = finished.errors().strip();
    if (NOT_RUN.contains(finished.exitCode()) || said.contains("not found")) {
      return Findings.problem(what + "cannot be run: " + said);
    }
    if (errand.task().host().isPresent() && finished.exitCode() == Host.LOST) {
      return Findings.problem(what + "could not be tried: " + said);
    }
    return finished.succeeded()
        ? Findings.NONE
        : Findings.warning(
            what
                + "does not succeed now (exit code "
                + finished.exitCode()
                + "); a run waits for it, at most "
                + errand.task().limit());
  }
}
