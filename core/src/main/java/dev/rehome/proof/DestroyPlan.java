package dev.rehome.proof;

import dev.rehome.document.Json;
import dev.rehome.repository.format.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What destroying the stack would destroy. It is here, beside the permit that names it, since
 * whoever plans and whoever permits have to mean the same plan.
 *
 * @param kept what the stack file declares to be kept
 * @param missing what the stack file names and a whole stack would have
 * @param problems why it must not be carried out; none means that it may
 * @param warnings what may make it fail half way
 * @param carriedOut SHA-256 of what will be carried out: of the saved plan, or of the command and
 *     the revision that it runs in
 */
public record DestroyPlan(
    String lineage,
    long serial,
    List<Doomed> doomed,
    List<Kept> kept,
    List<String> missing,
    List<String> problems,
    List<String> warnings,
    String carriedOut) {
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

  /**
   * Something that would be destroyed.
   *
   * @param id at its provider, if it has one
   */
  public record Doomed(String address, String type, Fate fate, Optional<String> id) {
    public Doomed(String address, String type, Fate fate) {
      this(address, type, fate, Optional.empty());
    }

    /** Its address, and its id: what was made anew in its place has another one. */
    public String exactly() {
      return address + id.map(known -> " " + known).orElse("");
    }
  }

  /**
   * Something that has to be there afterwards.
   *
   * @param inState whether the state holds it, and still will when all else is destroyed; else the
   *     state cannot tell what becomes of it
   */
  public record Kept(String address, boolean inState) {}

  public DestroyPlan {
    doomed = List.copyOf(doomed);
    kept = List.copyOf(kept);
    missing = List.copyOf(missing);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** A digest of this very plan, for permits: planned again it has another one. */
  public String digest() {
    return hash(this);
  }

  /**
   * A digest of what is destroyed, for approvals: the same when it is planned again and nothing
   * changed.
   */
  public String evidence() {
    return hash(Map.of("lineage", lineage, "serial", serial, "doomed", doomed));
  }

  private static String hash(Object what) {
    return Id.hash(Json.line(what).getBytes(StandardCharsets.UTF_8)).hex();
  }
}
