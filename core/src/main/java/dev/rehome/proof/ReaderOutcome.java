package dev.rehome.proof;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an independent reader said of the repository and the backup in it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ReaderOutcome.Passed.class, name = "passed"),
  @JsonSubTypes.Type(value = ReaderOutcome.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = ReaderOutcome.NotAsked.class, name = "not-asked")
})
public sealed interface ReaderOutcome {
  /** It read the repository and the backup without any error. */
  record Passed() implements ReaderOutcome {}

  /** It found errors: the backup is not proven. */
  record Failed(String why) implements ReaderOutcome {}

  /** It is not here, or cannot get there: then it is no part of the proof. */
  record NotAsked(String why) implements ReaderOutcome {}

  /** Whether nothing may be built on the backup. */
  default boolean speaksAgainst() {
    return switch (this) {
      case Passed() -> false;
      case Failed(String why) -> true;
      case NotAsked(String why) -> false;
    };
  }

  /** As the operator reads it. */
  default String text() {
    return switch (this) {
      case Passed() -> "checked the repository and listed the backup; no errors";
      case Failed(String why) -> "failed: " + why;
      case NotAsked(String why) -> "not asked, since " + why;
    };
  }
}
