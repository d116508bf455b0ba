package dev.rehome.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehome.document.Json;
import dev.rehome.failure.Failure;
import dev.rehome.failure.FailureException;
import dev.rehome.failure.Safety;

/** Reads proofs of every version that was ever stored: backups are older than programs. */
final class ProofReading {
  private ProofReading() {}

  static Proof read(String json) {
    JsonNode stored = Json.tree(json);
    int version = stored.path("version").asInt();
    if (version < 1 || version > Proof.VERSION) {
      throw new FailureException(
          Failure.Kind.NOT_READY,
          "the backup's proof has version " + version + "; known is " + Proof.VERSION,
          Safety.NOTHING_CHANGED,
          "use a newer Rehome, or prove the backup with this one");
    }
    if (version == 1 && stored.path("reader") instanceof ObjectNode reader) {
      reader.set("outcome", Json.tree(outcome(reader)));
      reader.remove("passed");
    }
    return Json.read(stored, Proof.class);
  }

  /** Version 1 told in words why the reader had not passed. */
  private static ReaderOutcome outcome(JsonNode reader) {
    String said = reader.path("outcome").asText();
    String notAsked = "not asked, since ";
    if (reader.path("passed").asBoolean()) {
      return new ReaderOutcome.Passed();
    }
    return said.startsWith(notAsked)
        ? new ReaderOutcome.NotAsked(said.substring(notAsked.length()))
        : new ReaderOutcome.Failed(said.replaceFirst("^failed: ", ""));
  }
}
