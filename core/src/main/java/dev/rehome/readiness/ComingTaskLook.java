package dev.rehome.readiness;

import dev.rehome.stack.Stack.Task;
import dev.rehome.task.TaskCommands;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether what is run on the new stack will have what it needs: in the new revision's checkout and
 * on this machine that shows now; what is on the new stack itself, only later.
 *
 * @param tasks of the new revision, with outputs of the stack that runs
 * @param hosts of the stack that runs that can be asked
 */
public record ComingTaskLook(TaskCommands tasks, Set<String> hosts) {
  public Findings look() {
    return Findings.all(
        new StackTexts(tasks.stack())
            .errands()
            .filter(errand -> errand.use().ofNew())
            .map(errand -> new TaskNeeds(tasks, errand))
            .map(needs -> Findings.attempt(() -> look(needs))));
  }

  private Findings look(TaskNeeds needs) {
    if (!needs.known(hosts)) {
      return Findings.NONE;
    }
    String whose = needs.host().map(host -> "its host " + host.name()).orElse("it");
    return needs
        .environment()
        .map(EnvironmentFileText::look)
        .orElse(Findings.NONE)
        .and(Need.findings(whose, needs.errand().where(), all(needs)));
  }

  private List<Need> all(TaskNeeds needs) {
    Optional<Need> folder = folder(needs);
    boolean inside = folder.map(Need::there).orElse(true);
    return Stream.of(user(needs), folder, environment(needs), program(needs, inside))
        .flatMap(Optional::stream)
        .toList();
  }

  /** That the user is there today was looked at; this machine's stays. */
  private static Optional<Need> user(TaskNeeds needs) {
    Task task = needs.errand().task();
    return task.host()
        .flatMap(host -> task.user())
        .map(user -> new Need("user " + user, true, true, Findings.NONE));
  }

  private Optional<Need> folder(TaskNeeds needs) {
    Task task = needs.errand().task();
    return task.in()
        .map(
            in -> {
              String folder = "folder " + tasks.folder(task).orElseThrow();
              return new Need(
                  folder,
                  needs.folder(),
                  task.host().isPresent() || !in.sameForAllStacks(),
                  Findings.problem(needs.errand().where() + ": there is no " + folder));
            });
  }

  /** One that is missing may be the new stack's to make. */
  private static Optional<Need> environment(TaskNeeds needs) {
    Task task = needs.errand().task();
    return task.environmentFile()
        .map(
            file -> {
              boolean there = needs.environment().isPresent();
              return new Need(
                  "environment file " + needs.environmentFile().orElseThrow(),
                  there,
                  !there || task.host().isPresent() || !file.sameForAllStacks(),
                  Findings.NONE);
            });
  }

  /** Looked for only where its folder is there. */
  private static Optional<Need> program(TaskNeeds needs, boolean inside) {
    Task task = needs.errand().task();
    return needs
        .program()
        .map(
            program ->
                new Need(
                    program.isPath() ? program.word() : "program " + program.word(),
                    inside && needs.found(program),
                    !inside || task.host().isPresent() || program.ofStack(),
                    StandingTaskLook.missing(needs, program)));
  }
}
