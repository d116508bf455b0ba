package dev.rehome.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a journal's entries amount to. */
public final class RunRecord {
  /**
   * The newest attempt at an operation.
   *
   * @param folder where it runs on its host; at a provider, what there was before
   * @param issued the provider's id
   * @param ended its exit code is known, or it is known to be lost
   */
  public record Operation(
      int attempt,
      String host,
      String folder,
      Optional<String> issued,
      boolean ended,
      Optional<Integer> exitCode) {
    public boolean succeeded() {
      return exitCode.filter(code -> code == 0).isPresent();
    }
  }

  private final List<String> order;
  private final Map<String, JsonNode> results = new LinkedHashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<String, JsonNode> notes = new LinkedHashMap<>();
  private Optional<Entry> approval = Optional.empty();
  private Optional<Entry> ended = Optional.empty();
  private boolean rollback;

  private RunRecord(List<String> order) {
    this.order = order;
  }

  /**
   * Replays entries.
   *
   * @param order all stages, in the order in which they run
   */
  public static RunRecord of(List<Entry> entries, List<String> order) {
    var record = new RunRecord(order);
    entries.forEach(record::add);
    return record;
  }

  private static String key(Entry entry) {
    return entry.stage().orElse("") + "/" + entry.name().orElse("");
  }

  private void add(Entry entry) {
    switch (entry.kind()) {
      case STAGE_DONE -> results.put(entry.stage().orElseThrow(), entry.data().orElseThrow());
      case OPERATION_BEGAN ->
          operations.put(
              key(entry),
              new Operation(
                  entry.attempt(),
                  entry.host(),
                  entry.data().map(JsonNode::asText).orElse(""),
                  Optional.empty(),
                  false,
                  Optional.empty()));
      case OPERATION_ISSUED ->
          operations.computeIfPresent(
              key(entry),
              (key, began) ->
                  new Operation(
                      began.attempt(),
                      began.host(),
                      began.folder(),
                      entry.data().map(JsonNode::asText),
                      false,
                      Optional.empty()));
      case OPERATION_ENDED ->
          operations.computeIfPresent(
              key(entry),
              (key, began) ->
                  new Operation(
                      entry.attempt(),
                      began.host(),
                      began.folder(),
                      began.issued(),
                      true,
                      entry.data().filter(JsonNode::isInt).map(JsonNode::asInt)));
      case VOIDED -> {
        notes.clear();
        forget(order.indexOf(entry.stage().orElseThrow()));
      }
      case APPROVED -> approval = Optional.of(entry);
      case ROLLBACK_BEGAN -> {
        rollback = true;
        ended = Optional.empty();
      }
      case ENDED -> ended = Optional.of(entry);
      case NOTED -> notes.putIfAbsent(entry.name().orElseThrow(), entry.data().orElseThrow());
      case STARTED, STAGE_BEGAN, FAILED -> {}
    }
  }

  /** Results go; attempts keep their numbers, so that each has a folder of its own. */
  private void forget(int from) {
    results.keySet().removeIf(stage -> order.indexOf(stage) >= from);
    operations.replaceAll(
        (key, operation) ->
            follows(key.substring(0, key.indexOf('/')), from) && operation.succeeded()
                ? new Operation(
                    operation.attempt(),
                    operation.host(),
                    operation.folder(),
                    operation.issued(),
                    true,
                    Optional.empty())
                : operation);
  }

  /** What belongs to no stage, such as opening again, is done for each time anew. */
  private boolean follows(String stage, int from) {
    return !order.contains(stage) || order.indexOf(stage) >= from;
  }

  public Optional<JsonNode> result(String stage) {
    return Optional.ofNullable(results.get(stage));
  }

  public Optional<Operation> operation(String stage, String name) {
    return Optional.ofNullable(operations.get(stage + "/" + name));
  }

  /** What was noted under this name since results were last voided; the first note counts. */
  public Optional<JsonNode> note(String name) {
    return Optional.ofNullable(notes.get(name));
  }

  public Optional<Entry> approval() {
    return approval;
  }

  public Optional<Entry> ended() {
    return ended;
  }

  public boolean rollingBack() {
    return rollback;
  }
}
