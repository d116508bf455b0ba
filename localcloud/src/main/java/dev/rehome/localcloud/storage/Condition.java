package dev.rehome.localcloud.storage;

import com.google.api.services.storage.model.StorageObject;
import dev.rehome.localcloud.http.Refusal;
import dev.rehome.localcloud.http.Request;
import java.util.Optional;

/** What a request demands of the object that is there; 0 means that none is. */
record Condition(
    Optional<Long> generation,
    Optional<Long> notGeneration,
    Optional<Long> metageneration,
    Optional<Long> notMetageneration) {
  static final Condition NONE =
      new Condition(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static Condition of(Request request) {
    return new Condition(
        request.number("ifGenerationMatch"),
        request.number("ifGenerationNotMatch"),
        request.number("ifMetagenerationMatch"),
        request.number("ifMetagenerationNotMatch"));
  }

  /** Throws 412, or 304 if a reader has it already. */
  void check(Optional<StorageObject> there) {
    long now = there.map(StorageObject::getGeneration).orElse(0L);
    long meta = there.map(StorageObject::getMetageneration).orElse(0L);
    if (generation.filter(wanted -> wanted != now).isPresent()
        || metageneration.filter(wanted -> wanted != meta).isPresent()) {
      throw new Refusal(
          412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }
    if (notGeneration.filter(unwanted -> unwanted == now).isPresent()
        || notMetageneration.filter(unwanted -> unwanted == meta).isPresent()) {
      throw new Refusal(304, "notModified", "It is as it was.");
    }
  }
}
