package dev.rehome.readiness;

import dev.rehome.task.TaskCommands;
import java.util.Set;

/**
 * Whether what is run on the stack that runs has what it needs there.
 *
 * @param hosts that can be asked
 */
public record StandingTaskLook(TaskCommands tasks, Set<String> hosts) {
  public Findings look() {
    return Findings.all(
        new StackTexts(tasks.stack())
            .errands()
            .filter(errand -> errand.use().ofOld())
            .map(errand -> new TaskNeeds(tasks, errand))
            .map(needs -> Findings.attempt(() -> look(needs))));
  }

  private Findings look(TaskNeeds needs) {
    if (!needs.known(hosts)) {
      return Findings.NONE;
    }
    Findings place = folder(needs).and(environment(needs));
    return place.problems().isEmpty() ? place.and(program(needs)) : place;
  }

  private Findings folder(TaskNeeds needs) {
    return Findings.problemUnless(
        needs.folder(),
        needs.errand().where()
            + ": there is no folder "
            + tasks.folder(needs.errand().task()).map(Object::toString).orElse("")
            + needs.host().map(host -> " on host " + host.name()).orElse(""));
  }

  private static Findings environment(TaskNeeds needs) {
    if (needs.environmentFile().isEmpty()) {
      return Findings.NONE;
    }
    return needs
        .environment()
        .map(EnvironmentFileText::look)
        .orElseGet(
            () ->
                Findings.problem(
                    "there is no environment file "
                        + needs.environmentFile().get()
                        + needs
                            .host()
                            .map(host -> " to be read on host " + host.name())
                            .orElse(" that could be read")));
  }

  private static Findings program(TaskNeeds needs) {
    return needs
        .program()
        .filter(program -> !needs.found(program))
        .map(program -> missing(needs, program))
        .orElse(Findings.NONE);
  }

  /** Said as a warning where the line itself knows what to do then. */
  static Findings missing(TaskNeeds needs, Program program) {
    String text =
        needs.errand().where() + ": there is no program " + needs.where(program) + " to be run";
    return program.tolerated() ? Findings.warning(text) : Findings.problem(text);
  }
}
