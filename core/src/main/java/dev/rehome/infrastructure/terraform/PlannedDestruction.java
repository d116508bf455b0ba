package dev.rehome.infrastructure.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.infrastructure.Saveable;
import dev.rehome.infrastructure.State;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.DestroyPlan.Kept;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a plan to destroy, as {@code show -json} prints it, with the state that it was made of. */
record PlannedDestruction(JsonNode plan, State state, Declarations declared, Saveable saved) {
  /**
   * @param workspace for what is said of names that fit nothing
   * @param file SHA-256 of the saved plan
   */
  DestroyPlan plan(String workspace, String file) {
    var classification = new Classification(declared, provisioned(), saved);
    var leaving = new HashSet<String>();
    for (JsonNode change : plan.path("resource_changes")) {
      String address = change.path("address").asText();
      if (does(change, "delete")) {
        classification.add(
            address,
            change.path("type").asText(),
            change.path("change").path("before"),
            state.resource(address).map(State.Resource::tainted).orElse(false));
      }
      if (does(change, "delete") || does(change, "forget")) {
        leaving.add(address);
      }
    }
    classification.warnOfNewAddresses();
    List<Kept> kept = declared.kept(state, leaving);
    var problems = new ArrayList<>(classification.problems);
    problems.addAll(declared.perhapsMeant(state, classification.doomed));
    var warnings = new ArrayList<>(classification.warnings);
    kept.stream()
        .filter(each -> !each.inState() && !classification.dooms(each.address()))
        .map(
            each ->
                each.address()
                    + " is declared kept; it is not in the state that is left, so that nobody sees"
                    + " whether it stays")
        .forEach(warnings::add);
    List<String> missing =
        declared.withoutResource(state).stream()
            .map(pattern -> "the state of workspace " + workspace + " does not hold " + pattern)
            .toList();
    return new DestroyPlan(
        state.lineage(),
        state.serial(),
        classification.doomed,
        kept,
        missing,
        problems,
        warnings,
        file);
  }

  static boolean does(JsonNode change, String action) {
    for (JsonNode each : change.path("change").path("actions")) {
      if (each.asText().equals(action)) {
        return true;
      }
    }
    return false;
  }

  private Set<String> provisioned() {
    var found = new HashSet<String>();
    provisioned(plan.at("/configuration/root_module"), "", found);
    return found;
  }

  private static void provisioned(JsonNode module, String prefix, Set<String> found) {
    for (JsonNode resource : module.path("resources")) {
      if (!resource.path("provisioners").isEmpty()) {
        found.add(prefix + resource.path("address").asText());
      }
    }
    for (Map.Entry<String, JsonNode> call : module.path("module_calls").properties()) {
      provisioned(call.getValue().path("module"), prefix + "module." + call.getKey() + ".", found);
    }
  }
}
