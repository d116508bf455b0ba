package dev.rehome.infrastructure.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.document.Json;
import dev.rehome.infrastructure.KeptLook;
import dev.rehome.infrastructure.Saveable;
import dev.rehome.infrastructure.State;
import dev.rehome.proof.DestroyPlan;
import dev.rehome.proof.DestroyPlan.Kept;
import dev.rehome.stack.Stack.Fate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
  private static final Saveable ALL = new Saveable(true, true, true, true);

  /** In the order in which they stand in the stack file, which must not matter. */
  private static Declarations declared(Object... patternsAndFates) {
    var map = new LinkedHashMap<String, Fate>();
    for (int i = 0; i < patternsAndFates.length; i += 2) {
      map.put((String) patternsAndFates[i], (Fate) patternsAndFates[i + 1]);
    }
    return new Declarations(map);
  }

  private static State state(String... addresses) {
    return new State(
        "L",
        1,
        Map.of(),
        Arrays.stream(addresses)
            .map(
                address ->
                    new State.Resource(address, address.split("\\.")[0], false, Json.tree("{}")))
            .toList());
  }

  private static DestroyPlan plan(Declarations declared, State state, String... actions) {
    var changes = new StringBuilder();
    for (int i = 0; i < actions.length; i++) {
      State.Resource resource = state.resources().get(i);
      changes.append(
          """
          {"address": "%s", "type": "%s", "change": {"actions": ["%s"], "before": {}}},\
          """
              .formatted(resource.address(), resource.type(), actions[i]));
    }
    String json =
        "{\"resource_changes\": [" + changes.substring(0, Math.max(0, changes.length() - 1)) + "]}";
    return new PlannedDestruction(Json.tree(json), state, declared, ALL).plan("default", "a1");
  }

  @Test
  void whatIsKeptIsKeptWhateverElseFitsIt() {
    Declarations declared =
        declared("*", Fate.SAVED, "aws_s3_bucket.*", Fate.KEPT, "aws_s3_bucket.logs", Fate.SAVED);
    assertThat(declared.of("aws_s3_bucket.logs")).containsExactly(Fate.KEPT);
    assertThat(declared.of("aws_db_instance.main")).containsExactly(Fate.SAVED);
  }

  @Test
  void ofTheOthersTheOneThatSaysMoreCounts() {
    Declarations declared =
        declared(
            "*",
            Fate.SAVED,
            "module.*.aws_instance.*",
            Fate.DISPOSABLE,
            "module.a.aws_instance.web",
            Fate.SAVED);
    assertThat(declared.of("module.b.aws_instance.web")).containsExactly(Fate.DISPOSABLE);
    assertThat(declared.of("module.a.aws_instance.web")).containsExactly(Fate.SAVED);
  }

  @Test
  void patternsThatSayEquallyMuchAndDifferAreAProblem() {
    Declarations declared =
        declared("aws_instance.*", Fate.SAVED, "*ws_instance.w", Fate.DISPOSABLE);
    DestroyPlan plan = plan(declared, state("aws_instance.w"), "delete");
    assertThat(plan.problems())
        .singleElement()
        .asString()
        .contains("aws_instance.w is declared several times");
  }

  @Test
  void aNameThatFitsNothingIsMissing() {
    DestroyPlan plan =
        plan(declared("aws_instance.web", Fate.DISPOSABLE), state("aws_subnet.a"), "delete");
    assertThat(plan.missing())
        .containsExactly("the state of workspace default does not hold aws_instance.web");
  }

  @Test
  void whatIsKeptElsewhereIsNamedAsNotSeen() {
    DestroyPlan plan =
        plan(declared("aws_s3_bucket.logs", Fate.KEPT), state("aws_subnet.a"), "delete");
    assertThat(plan.missing()).isEmpty();
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.kept()).containsExactly(new Kept("aws_s3_bucket.logs", false));
    assertThat(plan.warnings()).singleElement().asString().contains("nobody sees whether it stays");
    assertThat(KeptLook.after(plan, state()))
        .isEqualTo(new KeptLook(List.of(), List.of("aws_s3_bucket.logs")));
  }

  @Test
  void aMistypedKeptNameDoesNotLetAPatternDestroyWhatWasMeant() {
    Declarations declared = declared("*", Fate.SAVED, "module.a.aws_s3_bucket.log", Fate.KEPT);
    State state = state("aws_s3_bucket.logs", "aws_db_instance.main");
    assertThat(plan(declared, state, "delete", "delete").problems())
        .singleElement()
        .asString()
        .contains("aws_s3_bucket.logs would be destroyed by a pattern");
    Declarations exact =
        declared(
            "*", Fate.SAVED, "aws_s3_bucket.logs", Fate.DISPOSABLE, "aws_s3_bucket.log", Fate.KEPT);
    assertThat(plan(exact, state, "delete", "delete").problems()).isEmpty();
  }

  @Test
  void whatIsKeptHasToBeThereAfterwards() {
    DestroyPlan plan =
        plan(declared("aws_s3_bucket.*", Fate.KEPT), state("aws_s3_bucket.logs"), "no-op");
    assertThat(plan.kept()).containsExactly(new Kept("aws_s3_bucket.logs", true));
    assertThat(KeptLook.after(plan, state("aws_s3_bucket.logs")))
        .isEqualTo(new KeptLook(List.of(), List.of()));
    assertThat(KeptLook.after(plan, state()).gone()).containsExactly("aws_s3_bucket.logs");
  }

  @Test
  void whatOnlyLeavesTheStateCannotBeSeenAfterwards() {
    DestroyPlan plan =
        plan(declared("aws_s3_bucket.*", Fate.KEPT), state("aws_s3_bucket.logs"), "forget");
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.kept()).containsExactly(new Kept("aws_s3_bucket.logs", false));
  }
}
