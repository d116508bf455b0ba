package dev.rehome.redeployment.check;

import dev.rehome.backup.Sources;
import dev.rehome.infrastructure.RepositoryInside;
import dev.rehome.infrastructure.State;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.stack.Stack;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether destroying the old stack would take the repository along.
 *
 * @param location of the repository
 * @param folder that it is in, if it is in one of this machine
 */
public record RepositoryGoes(String location, Optional<Path> folder) {
  /** Why it would. */
  public List<String> with(DestroyPlan plan, State state, Stack stack, Sources sources) {
    List<Path> saved =
        stack.files().stream()
            .filter(settings -> settings.host().isEmpty())
            .map(sources::origin)
            .flatMap(set -> set.include().stream().map(path -> Path.of(set.root(), path)))
            .toList();
    return RepositoryInside.of(location, folder).reasons(state, plan.doomed(), saved);
  }
}
