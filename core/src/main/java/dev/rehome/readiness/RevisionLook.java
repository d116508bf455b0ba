package dev.rehome.readiness;

import dev.rehome.infrastructure.git.Revisions;
import dev.rehome.stack.Stack;
import java.util.Optional;

/**
 * Whether a revision is one to build from.
 *
 * @param running the commit that runs today, if that is known
 */
public record RevisionLook(Stack stack, Revisions revisions, Optional<String> running) {
  public Findings look(String commit) {
    return Findings.of(() -> pushed(commit), () -> same(commit), this::dirty);
  }

  private Findings pushed(String commit) {
    Optional<String> remote = stack.revisions().flatMap(Stack.Revisions::remote);
    return Findings.problemUnless(
        remote.isEmpty() || revisions.pushed(commit, remote.get()),
        "revision " + commit + " is not pushed to " + remote.orElse(""));
  }

  private Findings same(String commit) {
    return running.equals(Optional.of(commit))
        ? Findings.warning("the revision does not change: " + commit)
        : Findings.NONE;
  }

  private Findings dirty() {
    return revisions.dirty()
        ? Findings.warning(
            "the checkout has changes that are not committed; they are in no revision")
        : Findings.NONE;
  }
}
