package dev.rehome.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehome.document.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a journal.
 *
 * @param host the machine that wrote it
 * @param stage in which it happened; empty for what concerns the whole run
 * @param name of an operation
 * @param attempt of an operation, from 1
 * @param data what the kind says
 */
public record Entry(
    Instant at,
    String host,
    Kind kind,
    Optional<String> stage,
    Optional<String> name,
    int attempt,
    Optional<JsonNode> data) {
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
    /** The run turned back. */
    ROLLBACK_BEGAN,
    /** The run stopped with a failure, which the data tells. */
    FAILED,
    /** The run is over; the data is its outcome. */
    ENDED
  }

  public static Entry of(Kind kind) {
    return new Entry(
        Instant.now(), "", kind, Optional.empty(), Optional.empty(), 0, Optional.empty());
  }

  public Entry on(String machine) {
    return new Entry(at, machine, kind, stage, name, attempt, data);
  }

  public Entry in(String inStage) {
    return new Entry(at, host, kind, Optional.of(inStage), name, attempt, data);
  }

  public Entry operation(String operation, int number) {
    return new Entry(at, host, kind, stage, Optional.of(operation), number, data);
  }

  public Entry with(Object value) {
    return new Entry(at, host, kind, stage, name, attempt, Optional.of(Json.tree(value)));
  }

  public <T> T data(Class<T> type) {
    return Json.read(data.orElseThrow(), type);
  }
}
