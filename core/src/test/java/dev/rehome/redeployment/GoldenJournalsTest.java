package dev.rehome.redeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.redeployment.Redeploying.Wish;
import dev.rehome.redeployment.plan.RestoreFrom;
import dev.rehome.redeployment.plan.RunPlan;
import dev.rehome.redeployment.plan.StageTimes;
import dev.rehome.redeployment.plan.StepResult;
import dev.rehome.redeployment.plan.StepResult.BackedUp;
import dev.rehome.redeployment.plan.StepResult.Checked;
import dev.rehome.redeployment.plan.StepResult.Opened;
import dev.rehome.redeployment.plan.Strategies;
import dev.rehome.redeployment.report.RunReport;
import dev.rehome.redeployment.report.RunStatus;
import dev.rehome.run.Entry;
import dev.rehome.run.Journal;
import dev.rehome.run.Plan;
import dev.rehome.run.RunId;
import dev.rehome.run.RunRecord;
import dev.rehome.run.Stage;
import dev.rehome.world.Ending;
import dev.rehome.world.SimulatedJournals;
import dev.rehome.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run outlives the program that began it: journals of each version are kept as they were written,
 * and what is made of them must not change.
 */
final class GoldenJournalsTest {
  private static byte[] bytes(String name) {
    try (InputStream in =
        GoldenJournalsTest.class.getResourceAsStream(
            "/dev/rehome/redeployment/journals/" + name + ".jsonl")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Entry> journal(String name) {
    return Journal.parse(bytes(name));
  }

  private static <R extends StepResult> R result(RunRecord record, Stage stage, Class<R> type) {
    return Json.read(record.result(stage.key()).orElseThrow(), type);
  }

  private static List<String> states(List<Entry> entries) {
    return RunStatus.lines(Runs.record(entries), entries).stream()
        .map(RunStatus.Line::state)
        .toList();
  }

  private static void readsEachResult(RunRecord record, Plan plan) {
    for (Stage stage : plan.stages()) {
      JsonNode json = record.result(stage.key()).orElseThrow();
      Class<? extends StepResult> type = RESULTS.get(stage.key().replace("rollback: ", "back "));
      if (type == null) {
        type = Objects.requireNonNull(RESULTS.get(stage.word()), stage.key());
      }
      assertThat(Json.read(json, type).summary()).as(stage.key()).isNotBlank();
    }
  }

  private static final Map<String, Class<? extends StepResult>> RESULTS =
      Map.ofEntries(
          Map.entry("check", Checked.class),
          Map.entry("stage", StepResult.Staged.class),
          Map.entry("prove", StepResult.Proven.class),
          Map.entry("approve", StepResult.Approved.class),
          Map.entry("quiesce", StepResult.Quiesced.class),
          Map.entry("back up", BackedUp.class),
          Map.entry("prove again", StepResult.Proven.class),
          Map.entry("destroy", StepResult.Destroyed.class),
          Map.entry("create", StepResult.Created.class),
          Map.entry("restore files", StepResult.FilesRestored.class),
          Map.entry("restore database", StepResult.DatabasesRestored.class),
          Map.entry("migrate", StepResult.Migrated.class),
          Map.entry("certify", StepResult.Certified.class),
          Map.entry("open", Opened.class),
          Map.entry("close", StepResult.Closed.class),
          Map.entry("back quiesce", StepResult.Closing.class),
          Map.entry("back back up", StepResult.Kept.class));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aFinishedRunIsOverAndAllOfItsResultsAreRead(int version) {
    List<Entry> entries = journal(version + "-finished");
    RunRecord record = Runs.record(entries);
    assertThat(record.plan()).isEqualTo(Strategies.REPLACE);
    assertThat(record.complete()).isTrue();
    assertThat(record.underWay()).isEmpty();
    assertThat(record.failed()).isEmpty();
    readsEachResult(record, Strategies.REPLACE);
    assertThat(states(entries)).hasSize(15).containsOnly("done");
    assertThat(RunStatus.next(new RunId("r1"), record, Optional.empty()))
        .isEqualTo("It is over: redeployed");
    StageTimes times = StageTimes.of(entries);
    assertThat(times.of(Strategies.PROVE)).contains(Duration.ofMillis(5_300));
    assertThat(times.outage().orElseThrow())
        .isBetween(Duration.ofSeconds(170), Duration.ofSeconds(173));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theReportOfAFinishedRunSaysWhatBecameOfTheData(int version) {
    assertThat(RunReport.page(journal(version + "-finished")))
        .startsWith("Run r1 of shop\nfrom revision " + World.OLD + "\nto revision   " + World.NEW)
        .contains("  Certificate: ")
        .contains(
            "    table public.orders: column note added (by V2__note.sql)\n",
            "  shop from dump: equal (",
            "  serving; outage 173.")
        .endsWith("over: redeployed\n")
        .doesNotContain("LOST", "FAILED", "rolling back");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aRunHeldAfterDestroyTellsItsFinalBackupAndTheCreateThatFailed(int version) {
    List<Entry> entries = journal(version + "-held-after-destroy");
    RunRecord record = Runs.record(entries);
    assertThat(record.complete()).isFalse();
    assertThat(record.ended()).isEmpty();
    assertThat(result(record, Strategies.BACK_UP, BackedUp.class).backup().text())
        .isEqualTo("20261122T100011Z-d4fb");
    assertThat(result(record, Strategies.DESTROY, StepResult.Destroyed.class).resources())
        .isEqualTo(3);
    RunRecord.Operation create = record.operation("create", "create").orElseThrow();
    assertThat(create.ended()).isTrue();
    assertThat(create.exitCode()).contains(1);
    assertThat(create.attempt()).isEqualTo(1);
    assertThat(create.origin())
        .as("version 1 knew machines by their names only")
        .isEqualTo(version == 1 ? "workstation" : "f3c1-7b22-4026531836");
    assertThat(states(entries).subList(7, 10))
        .containsExactly("done", "failed: building the new stack failed: exit code 1", "");
    assertThat(RunStatus.next(new RunId("r1"), record, Optional.empty()))
        .isEqualTo("It is not running now: rehome resume r1 goes on, rehome rollback r1 goes back");
    assertThat(StageTimes.of(entries).outage()).isEmpty();
    assertThat(RunReport.page(entries)).contains("create             FAILED\n");
  }

  @Test
  void aRunOfVersionOneThatTurnedBackFollowsThePlanThatGoesBack() {
    List<Entry> entries = journal("1-rolled-back");
    RunRecord record = Runs.record(entries);
    assertThat(record.plan()).isEqualTo(Strategies.ROLL_BACK);
    assertThat(record.ended().orElseThrow().data(String.class)).isEqualTo("rolled back");
    assertThat(record.result(Strategies.BACK_APPROVE.key()))
        .as("version 1 asked nobody, and saved before it turned back")
        .isEmpty();
    assertThat(record.note("keep: backup").orElseThrow().asText())
        .isEqualTo("20261122T100308Z-d754");
    assertThat(result(record, Strategies.BACK_OPEN, Opened.class).answers()).isEmpty();
    assertThat(RunReport.page(entries)).contains("rolling back\n").endsWith("over: rolled back\n");
    assertThat(states(entries)).endsWith("done").filteredOn("done"::equals).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void aRunThatTurnedBackSavedWhatUsersWroteFirst(int version) {
    List<Entry> entries = journal(version + "-rolled-back");
    RunRecord record = Runs.record(entries);
    assertThat(record.plan()).isEqualTo(Strategies.ROLL_BACK);
    readsEachResult(record, Strategies.ROLL_BACK);
    assertThat(result(record, Strategies.BACK_BACK_UP, StepResult.Kept.class).backup())
        .hasValueSatisfying(id -> assertThat(id.text()).isEqualTo("20261122T100308Z-d754"));
    assertThat(result(record, Strategies.BACK_QUIESCE, StepResult.Closing.class).keep())
        .contains("users were let into the new stack");
    assertThat(states(entries)).hasSize(11).containsOnly("done");
    assertThat(record.result(Strategies.OPEN.key())).as("the way there is told, too").isPresent();
  }

  @Test
  void aPlanOfVersionOneSaysNeitherVersionNorStrategy() {
    RunPlan first = Runs.plan(journal("1-finished"));
    RunPlan newest = Runs.plan(journal("4-finished"));
    assertThat(first.version()).isEmpty();
    assertThat(first.strategy()).isEmpty();
    assertThat(newest.version()).contains(RunPlan.VERSION);
    assertThat(newest.strategy()).contains("replace");
    assertThat(List.of(first.run(), first.stack(), first.from(), first.to(), first.restoreFrom()))
        .isEqualTo(
            List.of(newest.run(), newest.stack(), newest.from(), newest.to(), newest.restoreFrom()))
        .contains("shop", World.OLD, World.NEW, Optional.of(RestoreFrom.DUMP));
    assertThat(result(Runs.record(journal("1-finished")), Strategies.CHECK, Checked.class).later())
        .isEmpty();
  }

  @Test
  void aJournalOfANewerVersionIsRefused() {
    String newer =
        new String(bytes("4-held-after-destroy"), StandardCharsets.UTF_8)
            .replace("\"version\":4", "\"version\":" + (RunPlan.VERSION + 1));
    List<Entry> entries = Journal.parse(newer.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Runs.plan(entries))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> {
              Failure failure = refused.failure();
              assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_INPUT);
              assertThat(failure.whatHappened()).isEqualTo("run r1 was begun by a newer Rehome");
              assertThat(failure.next())
                  .containsExactly("go on with the version that began it, or a newer one");
            });
  }

  @Test
  void anEntryOfAKindThatOnlyANewerVersionKnowsIsNotPassedOver() {
    byte[] known = bytes("4-held-after-destroy");
    String more =
        new String(known, StandardCharsets.UTF_8)
            + "{\"at\":\"2026-11-22T10:02:00Z\",\"host\":\"workstation\",\"kind\":\"REHEARSED\","
            + "\"attempt\":0}\n";
    assertThatThrownBy(() -> Journal.parse(more.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Journal.DamagedException.class)
        .hasMessageContaining("line 37 of the run's journal cannot be read")
        .hasMessageContaining("or written by a newer Rehome");
  }

  /** Whoever changes what is written counts the version up, and adds golden journals of it. */
  @Test
  void whatIsWrittenTodayHasTheFormOfTheNewestGoldenJournals() {
    assertThat(Runs.plan(journal("4-finished")).version())
        .as("the newest version has golden journals")
        .contains(RunPlan.VERSION);
    var world = new World(1, World.Nature.PLAIN);
    succeeds(world, Wish.run(), "redeployed");
    assertThat(forms(written(world))).isEqualTo(forms(journal("4-finished")));
    succeeds(world, Wish.rollback(), "rolled back");
    assertThat(forms(written(world))).isEqualTo(forms(journal("4-rolled-back")));
  }

  private static void succeeds(World world, Wish wish, String word) {
    assertThat(new Redeploying(world, "A", wish).go()).isEqualTo(new Ending.Ended(word));
  }

  private static List<Entry> written(World world) {
    return Journal.parse(new SimulatedJournals(world.invocation("A")).read("r1"));
  }

  /** Kinds of entries, where they belong, and the names of all that is in them. */
  private static SortedSet<String> forms(List<Entry> entries) {
    var forms = new TreeSet<String>();
    for (Entry entry : entries) {
      var fields = new TreeSet<String>();
      fields(Json.tree(entry), "", fields);
      forms.add(
          entry.kind()
              + " in "
              + entry.stage().orElse("none")
              + " named "
              + entry.name().orElse("nothing").replaceAll("[0-9]+$", "")
              + ": "
              + String.join(", ", fields));
    }
    return forms;
  }

  private static void fields(JsonNode json, String path, SortedSet<String> fields) {
    if (json.isArray()) {
      json.forEach(each -> fields(each, path + "[]", fields));
    } else if (json.isObject()) {
      json.properties()
          .forEach(each -> fields(each.getValue(), path + "/" + each.getKey(), fields));
    }
    if (json.isValueNode() || json.isEmpty()) {
      fields.add(path + " " + json.getNodeType());
    }
  }
}
