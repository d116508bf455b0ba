package dev.rehome.infrastructure;

import dev.rehome.document.Json;
import dev.rehome.repository.format.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What destroying the stack would destroy.
 *
 * @param missing what the stack file names and a whole stack would have
 * @param problems why it must not be carried out; none means that it may
 * @param warnings what may make it fail half way
 */
public record DestroyPlan(
    String lineage,
    long serial,
    List<Doomed> doomed,
    List<String> missing,
    List<String> problems,
    List<String> warnings) {
  /** What becomes of something. */
  public enum Fate {
    SAVED,
    DISPOSABLE,
    KEPT,
    /** It holds no state: building it anew brings all of it back. */
    STATELESS,
    /** It may hold state, and the stack file does not say what becomes of that. */
    UNCLASSIFIED
  }

  /** Something that would be destroyed. */
  public record Doomed(String address, String type, Fate fate) {}

  public DestroyPlan {
    doomed = List.copyOf(doomed);
    missing = List.copyOf(missing);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** A digest of what is destroyed, for approvals: another plan has another one. */
  public String digest() {
    return Id.hash(
            Json.line(Map.of("lineage", lineage, "serial", serial, "doomed", doomed))
                .getBytes(StandardCharsets.UTF_8))
        .hex();
  }
}
