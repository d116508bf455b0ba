package dev.rehome.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a journal's entries amount to. */
public final class RunRecord {
  /**
   * The newest attempt at an operation.
   *
   * @param origin where it was begun, as the journal says it
   * @param folder where it runs on its machine; at a provider, what there was before
   * @param issued the provider's id
   * @param ended its exit code is known, or it is known to be lost
   * @param lost it was killed, or begun elsewhere: how far it came nobody knows
   */
  public record Operation(
      int attempt,
      String origin,
      String folder,
      Optional<String> issued,
      boolean ended,
      Optional<Integer> exitCode,
      boolean lost) {
    public boolean succeeded() {
      return exitCode.filter(code -> code == 0).isPresent();
    }

    /** Whether it is a command on the machine that began it; else a provider is at it. */
    boolean isCommand() {
      return issued.isEmpty() && Path.of(folder).isAbsolute();
    }

    private Operation issued(String id) {
      return new Operation(
          attempt, origin, folder, Optional.of(id), false, Optional.empty(), false);
    }

    private Operation over() {
      return new Operation(attempt, origin, folder, issued, true, Optional.empty(), false);
    }

    private Operation ended(Optional<Integer> code) {
      boolean unknown = code.isEmpty() && (lost || !ended); // else what it did is done again
      return new Operation(attempt, origin, folder, issued, true, code, unknown);
    }
  }

  private record Note(String stage, JsonNode data) {}

  /** An operation, and where it belongs. */
  public record Named(String stage, String name, Operation operation) {}

  private final Plans plans;
  private Plan plan;
  private final Map<String, JsonNode> results = new LinkedHashMap<>();
  private final Map<String, Named> operations = new LinkedHashMap<>();
  private final Map<String, Note> notes = new LinkedHashMap<>();
  private String last = ""; // the stage that was begun last
  private final Map<String, Entry> began = new LinkedHashMap<>();
  private Optional<Entry> approval = Optional.empty();
  private Optional<Entry> ended = Optional.empty();
  private Optional<Entry> failed = Optional.empty();

  /** Of a run that nothing is known of yet. */
  public RunRecord(Plans plans) {
    this.plans = plans;
    this.plan = plans.first();
  }

  /** Replays entries. */
  public static RunRecord of(List<Entry> entries, Plans plans) {
    var record = new RunRecord(plans);
    entries.forEach(record::add);
    return record;
  }

  private static String key(Entry entry) {
    return entry.stage().orElse("") + "/" + entry.name().orElse("");
  }

  /** Goes on replaying. */
  public void add(Entry entry) {
    switch (entry.kind()) {
      case STAGE_BEGAN -> {
        last = entry.stage().orElseThrow();
        began.put(last, entry);
        failed = Optional.empty();
      }
      case STAGE_DONE -> results.put(entry.stage().orElseThrow(), entry.data().orElseThrow());
      case OPERATION_BEGAN -> operations.put(key(entry), began(entry));
      case OPERATION_ISSUED ->
          change(entry, operation -> operation.issued(entry.data().orElseThrow().asText()));
      case OPERATION_ENDED -> {
        Optional<Integer> code = entry.data().filter(JsonNode::isInt).map(JsonNode::asInt);
        change(entry, operation -> operation.ended(code));
        if (code.filter(each -> each == 0).isEmpty()) {
          plans
              .stage(entry.stage().orElse(""))
              .flatMap(Stage::voids)
              .ifPresent(this::forget); // what it left behind is unknown
        }
      }
      case VOIDED -> forget(entry.stage().orElseThrow());
      case APPROVED -> approval = Optional.of(entry);
      case ROLLBACK_BEGAN -> follow(plans.all().getLast());
      case FOLLOWED ->
          follow(
              plans
                  .named(entry.data(String.class))
                  .orElseThrow(() -> new IllegalArgumentException("no plan " + entry.data())));
      case AMENDED -> {
        forget(entry.stage().orElseThrow());
        endFrom(plans.index(entry.stage().orElseThrow()));
        follow(plans.first());
      }
      case FAILED -> failed = Optional.of(entry);
      case ENDED -> ended = Optional.of(entry);
      case NOTED ->
          notes.putIfAbsent(
              entry.name().orElseThrow(),
              // Version 1 did not say where a note belongs.
              new Note(entry.stage().orElse(last), entry.data().orElseThrow()));
      case STARTED -> {}
    }
  }

  private void follow(Plan other) {
    plan = other;
    ended = Optional.empty();
    failed = Optional.empty();
  }

  private static Named began(Entry entry) {
    return new Named(
        entry.stage().orElse(""),
        entry.name().orElse(""),
        new Operation(
            entry.attempt(),
            entry.by(),
            entry.data().map(JsonNode::asText).orElse(""),
            Optional.empty(),
            false,
            Optional.empty(),
            false));
  }

  private void change(Entry entry, java.util.function.UnaryOperator<Operation> by) {
    operations.computeIfPresent(
        key(entry),
        (key, each) -> new Named(each.stage(), each.name(), by.apply(each.operation())));
  }

  /** Results go; attempts keep their numbers, so that each has a folder of its own. */
  private void forget(String stage) {
    int from = plans.index(stage);
    results.keySet().removeIf(each -> plans.index(each) >= from);
    began.keySet().removeIf(each -> plans.index(each) >= from);
    notes.values().removeIf(note -> plans.index(note.stage()) >= from);
    operations.replaceAll(
        (key, each) ->
            follows(each.stage(), from) && each.operation().succeeded()
                ? new Named(each.stage(), each.name(), each.operation().ended(Optional.empty()))
                : each);
  }

  /** What was under way, also at a provider, was at work on something that is there no more. */
  private void endFrom(int from) {
    operations.replaceAll(
        (key, each) ->
            plans.index(each.stage()) >= from
                ? new Named(each.stage(), each.name(), each.operation().over())
                : each);
  }

  /** What belongs to no stage, such as opening again, is done for each time anew. */
  private boolean follows(String stage, int from) {
    int index = plans.index(stage);
    return index < 0 || index >= from;
  }

  /** The plan that is followed now. */
  public Plan plan() {
    return plan;
  }

  public Optional<JsonNode> result(String stage) {
    return Optional.ofNullable(results.get(stage));
  }

  /** When work on a stage was begun, if it was since results were last voided. */
  public Optional<Entry> began(String stage) {
    return Optional.ofNullable(began.get(stage));
  }

  public Optional<Operation> operation(String stage, String name) {
    return Optional.ofNullable(operations.get(stage + "/" + name)).map(Named::operation);
  }

  /** Operations that were begun, and of which it is not known how they ended. */
  public List<Named> underWay() {
    return operations.values().stream().filter(each -> !each.operation().ended()).toList();
  }

  /**
   * What was noted under this name since the results of its stage were last voided; the first note
   * counts.
   */
  public Optional<JsonNode> note(String name) {
    return Optional.ofNullable(notes.get(name)).map(Note::data);
  }

  /** The newest notes of all names that begin like this and that count. */
  public List<JsonNode> notes(String beginning) {
    return notes.entrySet().stream()
        .filter(each -> each.getKey().startsWith(beginning))
        .map(each -> each.getValue().data())
        .toList();
  }

  /** Whether all stages of the plan that is followed are done. */
  public boolean complete() {
    return plan.stages().stream().allMatch(stage -> results.containsKey(stage.key()));
  }

  public Optional<Entry> approval() {
    return approval;
  }

  /** The failure that stopped it last, unless it went on since. */
  public Optional<Entry> failed() {
    return failed;
  }

  public Optional<Entry> ended() {
    return ended;
  }
}
