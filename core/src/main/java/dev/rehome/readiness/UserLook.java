package dev.rehome.readiness;

import dev.rehome.task.TaskCommands;
import java.util.Set;

/**
 * Whether the users are there as whom commands run; those of the new stack's commands, too.
 *
 * @param hosts that can be asked
 */
public record UserLook(TaskCommands tasks, Set<String> hosts) {
  public Findings look() {
    return Findings.all(
        new StackTexts(tasks.stack())
            .tasks()
            .map(errand -> new TaskNeeds(tasks, errand))
            .filter(needs -> needs.near(hosts))
            .map(needs -> Findings.attempt(needs::user)));
  }
}
