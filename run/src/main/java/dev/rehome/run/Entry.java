package dev.rehome.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a journal.
 *
 * @param host the name of the machine that wrote it, for people
 * @param machine which machine and process space that is; journals of version 1 do not say
 * @param stage in which it happened; empty for what concerns the whole run
 * @param name of an operation
 * @param attempt of an operation, from 1
 * @param data what the kind says
 */
public record Entry(
    Instant at,
    String host,
    Optional<String> machine,
    Kind kind,
    Optional<String> stage,
    Optional<String> name,
    int attempt,
    Optional<JsonNode> data) {
  public Entry {
    data = data.filter(node -> !node.isNull()); // as it is read back where there is none
  }

  /** What happened. */
  public enum Kind {
    /** The run began; the data is its plan. */
    STARTED,
    /** Work on a stage began, for the first time or again. */
    STAGE_BEGAN,
    /**
     * An operation is about to be started; the data names its folder, or at a provider what there
     * was before.
     */
    OPERATION_BEGAN,
    /** A provider took the operation on; the data is its id there. */
    OPERATION_ISSUED,
    /** An operation ended; the data is its exit code, or null if that is not known. */
    OPERATION_ENDED,
    /** Something to be known later; the data is what. */
    NOTED,
    /** A stage is done; the data is its result. */
    STAGE_DONE,
    /** The results of this stage and all after it no longer count. */
    VOIDED,
    /** The operator approved; the data says what. */
    APPROVED,
    /** The run turned back; in journals of version 1, for {@link #FOLLOWED}. */
    ROLLBACK_BEGAN,
    /** From here on another plan is followed; the data is its name. */
    FOLLOWED,
    /**
     * From here on the run does something else, which the data says; the first plan is followed,
     * and results of this stage and all after it no longer count.
     */
    AMENDED,
    /** The run stopped with a failure, which the data tells. */
    FAILED,
    /** The run is over; the data is its outcome. */
    ENDED
  }

  /** When and where is said when it is written. */
  public static Entry of(Kind kind) {
    return new Entry(
        Instant.EPOCH,
        "",
        Optional.empty(),
        kind,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  Entry written(Instant when, Origin by) {
    return new Entry(when, by.host(), Optional.of(by.machine()), kind, stage, name, attempt, data);
  }

  /** Which machine wrote it. */
  public String by() {
    return machine.orElse(host);
  }

  public Entry in(String inStage) {
    return new Entry(at, host, machine, kind, Optional.of(inStage), name, attempt, data);
  }

  public Entry operation(String operation, int number) {
    return new Entry(at, host, machine, kind, stage, Optional.of(operation), number, data);
  }

  public Entry with(Object value) {
    return new Entry(at, host, machine, kind, stage, name, attempt, Optional.of(Json.tree(value)));
  }

  public <T> T data(Class<T> type) {
    return Json.read(data.orElseThrow(), type);
  }
}
