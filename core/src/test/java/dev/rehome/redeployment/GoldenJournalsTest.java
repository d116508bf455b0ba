package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.StageTimes;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Kept;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.report.RunReport;
import dev.rehome.redeployment.report.RunStatus;
import dev.rehome.run.Entry;
import dev.rehome.run.Journal;
import dev.rehome.run.RunId;
import dev.rehome.run.RunRecord;
import dev.rehome.world.SimulatedJournals;
import dev.rehome.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journals of each version, as they lie on disks, are read as what they were. */
final class GoldenJournalsTest {
  private static String text(String name) {
    try (InputStream in =
        GoldenJournalsTest.class.getResourceAsStream("journals/" + name + ".jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Entry> golden(String name) {
    return Journal.parse(text(name).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> states(List<Entry> entries) {
    return RunStatus.lines(Runs.record(entries), entries).stream()
        .map(line -> line.stage() + ": " + line.state())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "version-1-finished, 1, replace, redeployed",
    "version-1-held, 1, replace, ''",
    "version-2-held, 2, replace, ''",
    "version-2-rolled-back, 2, roll back, rolled back"
  })
  void eachTellsWhatItWasBegunForAndHowItEnded(
      String name, int version, String plan, String outcome) {
    List<Entry> entries = golden(name);
    RunPlan begun = Runs.plan(entries);
    assertThat(begun.run()).isEqualTo(new RunId("r1"));
    assertThat(begun.version().orElse(1)).isEqualTo(version);
    assertThat(begun.to()).isEqualTo(World.NEW);
    RunRecord record = Runs.record(entries);
    assertThat(record.plan().name()).isEqualTo(plan);
    assertThat(record.ended().map(ended -> ended.data(String.class)).orElse("")).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"version-1-held", "version-2-held"})
  void oneThatIsHeldSaysWhatItHoldsAndWhatIsToBeDoneAgain(String name) {
    assertThat(states(golden(name)))
        .contains("create: done", "restore files: not done", "restore database: not done")
        .anyMatch(line -> line.startsWith("migrate: failed: ") && line.contains("(migrate 1)"))
        .contains("certify: ");
    RunRecord record = Runs.record(golden(name));
    assertThat(record.underWay()).isEmpty();
    assertThat(
            record
                .result(Strategies.BACK_UP.key())
                .map(data -> dev.rehome.document.Json.read(data, BackedUp.class).rows()))
        .contains(7L);
  }

  @Test
  void oneOfVersion1ThatTurnedBackFollowsTheOtherPlan() {
    List<Entry> entries = new ArrayList<>(golden("version-1-held"));
    entries.add(Entry.of(Entry.Kind.ROLLBACK_BEGAN));
    assertThat(Runs.record(entries).plan()).isEqualTo(Strategies.ROLL_BACK);
    assertThat(RunReport.page(entries)).contains("rolling back");
  }

  @Test
  void oneThatWentBackTellsWhatWasKeptAndHowLongUsersWaited() {
    List<Entry> entries = golden("version-2-rolled-back");
    assertThat(
            Runs.record(entries)
                .result(Strategies.BACK_BACK_UP.key())
                .map(data -> dev.rehome.document.Json.read(data, Kept.class).summary()))
        .hasValueSatisfying(said -> assertThat(said).contains("has what was written"));
    assertThat(StageTimes.of(entries).outage())
        .hasValueSatisfying(outage -> assertThat(outage).isBetween(minutes(1), minutes(10)));
    assertThat(RunReport.page(entries))
        .startsWith("Run r1 of shop\n")
        .contains("Certificate: ", "over: redeployed", "over: rolled back");
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void oneOfANewerVersionIsRefused() {
    String newer =
        text("version-2-held").replace("\"version\":2", "\"version\":" + (RunPlan.VERSION + 1));
    List<Entry> entries = Journal.parse(newer.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Runs.plan(entries)).hasMessageContaining("by a newer Rehome");
  }

  /** Whoever changes what is journaled gives it another version, and another golden journal. */
  @Test
  void todaysHasTheFormOfTheNewestOnes() {
    var simulation = new Simulation(new World(1, World.Nature.PLAIN));
    simulation.act("A", Wish.run());
    simulation.act("A", Wish.rollback());
    var by = simulation.world.invocation("A");
    var runs = new Runs(new SimulatedJournals(by), "shop", SimulatedJournals.copies(by));
    assertThat(form(runs.entries(new RunId("r1"))))
        .isEqualTo(form(golden("version-2-rolled-back")));
  }

  private static Set<String> form(List<Entry> entries) {
    var form = new TreeSet<String>();
    for (Entry entry : entries) {
      String name = entry.name().orElse("").replaceAll("[0-9a-f]{40}|\\d+", "N");
      form.add(
          String.join(
              " | ", entry.kind().name(), entry.stage().orElse(""), name, fields(entry.data())));
    }
    return form;
  }

  private static String fields(Optional<JsonNode> data) {
    return data.map(
            node ->
                node.isObject()
                    ? node.properties().stream().map(Map.Entry::getKey).sorted().toList().toString()
                    : node.getNodeType().name())
        .orElse("");
  }
}
