package dev.rehome.redeployment.look;

import dev.rehome.document.Json;
import dev.rehome.infrastructure.ChangePlan;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.run.Run;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the run set out to build: its own ruins it may clear without asking, and nothing else. */
public record Building(List<String> addresses) {
  private static final String NOTE = "builds ";

  public static void note(Run run, ChangePlan plan) {
    run.noted(NOTE + run.entries().size(), Building.class, () -> new Building(plan.creates()));
  }

  /** Why not all that a plan destroys is the run's own. */
  static List<String> others(Run run, DestroyPlan plan) {
    Set<String> own = new HashSet<>();
    run.record().notes(NOTE).stream()
        .map(json -> Json.read(json, Building.class))
        .forEach(each -> own.addAll(each.addresses()));
    return plan.doomed().stream()
        .map(DestroyPlan.Doomed::address)
        .filter(address -> !own.contains(address))
        .map(
            address ->
                address
                    + " is there, which this run did not build: take it out of the stack by hand")
        .toList();
  }
}
