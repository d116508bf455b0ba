package dev.rehome.redeployment.plan;

import dev.rehome.document.Json;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.run.Run;
import java.util.HashSet;
import java.util.List;

/**
 * What the operator agreed to destroy when going back: half destroyed, what is left has to be part
 * of it.
 *
 * @param addresses each with the id of what was there
 */
public record Agreed(String lineage, List<String> addresses) {
  private static final String NOTE = "agreed to go";

  public static void note(Run run, DestroyPlan plan) {
    run.noted(
        Strategies.BACK_APPROVE,
        NOTE + " " + run.entries().size(),
        Agreed.class,
        () -> new Agreed(plan.lineage(), exactly(plan)));
  }

  private static List<String> exactly(DestroyPlan plan) {
    return plan.doomed().stream().map(DestroyPlan.Doomed::exactly).toList();
  }

  public static boolean includes(Run run, DestroyPlan plan) {
    return run.record().notes(NOTE).stream()
        .map(json -> Json.read(json, Agreed.class))
        .filter(agreed -> agreed.lineage().equals(plan.lineage()))
        .anyMatch(agreed -> new HashSet<>(agreed.addresses()).containsAll(exactly(plan)));
  }
}
