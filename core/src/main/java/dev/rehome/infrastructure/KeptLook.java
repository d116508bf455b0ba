package dev.rehome.infrastructure;

import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.DestroyPlan.Kept;
import java.util.List;

/**
 * Whether what is declared kept is there when all else is destroyed.
 *
 * @param gone what the state held and no longer holds
 * @param notSeen what the state did not hold before either: it cannot tell what became of that
 */
public record KeptLook(List<String> gone, List<String> notSeen) {
  public KeptLook {
    gone = List.copyOf(gone);
    notSeen = List.copyOf(notSeen);
  }

  /** By the plan that was carried out, and the state after it. */
  public static KeptLook after(DestroyPlan plan, State now) {
    return new KeptLook(
        plan.kept().stream()
            .filter(Kept::inState)
            .map(Kept::address)
            .filter(address -> now.resource(address).isEmpty())
            .toList(),
        plan.kept().stream().filter(each -> !each.inState()).map(Kept::address).toList());
  }
}
